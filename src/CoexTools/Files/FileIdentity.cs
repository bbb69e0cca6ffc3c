namespace CoexTools.Files;

/// <summary>
/// Represents the identity of a file and the time of its last change. While both remain the same, the content remains
/// the same. The identity is available on local file systems of Linux, where every write operation sets the time of
/// change, and programs cannot set it.
/// </summary>
internal sealed record FileIdentity(
    long Device, long Number, long Length, long ChangedSeconds, int ChangedNanoseconds, long ModifiedSeconds,
    int ModifiedNanoseconds)
{
    // Longer than the clock resolution of any of these file systems.
    private const double SettlingSeconds = 0.1, SettlingWholeSeconds = 3;

    /// <summary>Returns the identity of an open file, or null if the system does not provide it.</summary>
    public static FileIdentity? Of(FileStream file) =>
        FileSystemType.Of(file.SafeFileHandle) is { IsLocal: true }
            && FileStatus.Of(file.SafeFileHandle) is { IsComplete: true } status
            ? new FileIdentity(
                status.Device, status.Number, status.Length, status.Changed.Seconds, status.Changed.Nanoseconds,
                status.Modified.Seconds, status.Modified.Nanoseconds)
            : null;

    /// <summary>
    /// Returns whether an open file is the one that a path names now, and the path is not a symbolic link; null if the
    /// system does not tell.
    /// </summary>
    public static bool? IsAt(FileStream file, string path)
    {
        if (FileStatus.Of(file.SafeFileHandle) is not { } open)
            return null;
        return FileStatus.At(path, follow: false) is { } named
            && named.Number == open.Number && named.Device == open.Device;
    }

    /// <summary>Returns whether a later write certainly gets a different time from the last one.</summary>
    public bool IsSettled(DateTimeOffset now)
    {
        double age = now.ToUnixTimeMilliseconds() / 1000.0 - (ChangedSeconds + (ChangedNanoseconds / 1e9));
        return age > (ChangedNanoseconds == 0 ? SettlingWholeSeconds : SettlingSeconds);
    }
}
