using CoexTools.Text;

namespace CoexTools.Views;

/// <summary>Converts errors of the core to PowerShell's error records.</summary>
internal static class ErrorRecords
{
    // The console shows the details, and a name in them could contain control characters.
    public static ErrorRecord Of(CoexException failure) =>
        new(
            failure, failure.ErrorId, (ErrorCategory)Enum.Parse(
                typeof(ErrorCategory), failure.Category.ToString()), failure.Target)
        {
            ErrorDetails = new ErrorDetails(
                VisibleText.Of(failure.Message))
            { RecommendedAction = failure.RecommendedAction },
        };
}
