namespace CoexTools.Output;

/// <summary>Converts errors of the core to PowerShell's error records.</summary>
internal static class ErrorRecords
{
    public static ErrorRecord Of(CoexException failure) =>
        new(failure, failure.ErrorId, (ErrorCategory)Enum.Parse(typeof(ErrorCategory), failure.Category.ToString()), failure.Target)
        {
            ErrorDetails = new ErrorDetails(failure.Message) { RecommendedAction = failure.RecommendedAction },
        };
}
