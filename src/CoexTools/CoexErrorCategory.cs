namespace CoexTools;

/// <summary>The kind of an error. Each name is also a name in PowerShell's <c>ErrorCategory</c>.</summary>
public enum CoexErrorCategory
{
    /// <summary>A server does not accept a user name and password.</summary>
    AuthenticationError,

    /// <summary>A server cannot be reached.</summary>
    ConnectionError,

    /// <summary>An argument is not valid.</summary>
    InvalidArgument,

    /// <summary>The content of a file or of an object is not valid.</summary>
    InvalidData,

    /// <summary>The operation is not possible in the current state.</summary>
    InvalidOperation,

    /// <summary>A required program or service is not available.</summary>
    NotInstalled,

    /// <summary>A file, document, domain, or other named object does not exist.</summary>
    ObjectNotFound,

    /// <summary>A file cannot be opened or read.</summary>
    OpenError,

    /// <summary>A server does not answer in time.</summary>
    OperationTimeout,

    /// <summary>The user does not have the required permission.</summary>
    PermissionDenied,

    /// <summary>Another process is using the file.</summary>
    ResourceBusy,

    /// <summary>The file or object already exists, or it has changed.</summary>
    ResourceExists,

    /// <summary>The input could be an attack.</summary>
    SecurityError,

    /// <summary>A file cannot be written.</summary>
    WriteError,
}
