namespace CoexTools.Commands;

/// <summary>Makes PowerShell's error records of the core's exceptions.</summary>
internal static class ErrorRecords
{
    public static ErrorRecord Of(CoexException failure) =>
        new(failure, failure.ErrorId, CategoryOf(failure), failure.Target)
        {
            ErrorDetails = new ErrorDetails(failure.Message) { RecommendedAction = failure.RecommendedAction },
        };

    private static ErrorCategory CategoryOf(CoexException failure) => failure.ErrorId switch
    {
        nameof(CoexException.PathNotFound) or nameof(CoexException.DomainNotFound) or nameof(CoexException.DocumentNotFound)
            or nameof(CoexException.ChangeNotFound) or nameof(CoexException.ServerGroupNotFound) or nameof(CoexException.AdminGroupNotFound)
            or nameof(CoexException.PrimaryNotFound) or nameof(CoexException.RuleNotFound) or nameof(CoexException.ScheduleNotFound)
            or nameof(CoexException.PowerShellNotFound) => ErrorCategory.ObjectNotFound,
        nameof(CoexException.FileUnreadable) when failure.InnerException is UnauthorizedAccessException => ErrorCategory.PermissionDenied,
        nameof(CoexException.FileUnreadable) => ErrorCategory.OpenError,
        nameof(CoexException.DxlForbidden) => ErrorCategory.SecurityError,
        nameof(CoexException.ServerAmbiguous) or nameof(CoexException.LinkInvalid) or nameof(CoexException.FieldMapInvalid)
            or nameof(CoexException.ReplicaInvalid) or nameof(CoexException.AvailabilityInvalid) or nameof(CoexException.DirectoryInvalid)
            or nameof(CoexException.ScheduleInvalid) => ErrorCategory.InvalidArgument,
        nameof(CoexException.FileChanged) or nameof(CoexException.NameExists) or nameof(CoexException.FileExists)
            or nameof(CoexException.ScheduleExists) => ErrorCategory.ResourceExists,
        nameof(CoexException.NotInMemory) or nameof(CoexException.DocumentUnrecognised) or nameof(CoexException.ChangeSuperseded)
            or nameof(CoexException.AnswerLost) => ErrorCategory.InvalidOperation,
        nameof(CoexException.FileLocked) => ErrorCategory.ResourceBusy,
        nameof(CoexException.ScheduleFailed) => ErrorCategory.NotInstalled,
        nameof(CoexException.WriteFailed) => ErrorCategory.WriteError,
        _ => ErrorCategory.InvalidData,
    };
}
