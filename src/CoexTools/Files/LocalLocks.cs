namespace CoexTools.Files;

/// <summary>
/// Detects file systems of other computers whose locks apply only to this computer, because they are mounted this way.
/// A lock on such a file system succeeds, but does not prevent commands on other computers.
/// </summary>
internal static class LocalLocks
{
    private const string Mounts = "/proc/self/mountinfo";

    /// <summary>
    /// Returns whether the locks of an open file apply only to this computer although the file is on another one.
    /// </summary>
    public static bool AreUsed(FileStream file)
    {
        if (FileSystemType.Of(file.SafeFileHandle) is not { CanHaveLocalLocks: true }
            || FileStatus.Of(file.SafeFileHandle) is not { } status)
            return false;
        try
        {
            return AreUsed(File.ReadLines(Mounts), status.Device);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return true; // Exclusive creation works in any case.
        }
    }

    /// <summary>Returns whether the locks of a device apply only to this computer.</summary>
    /// <param name="mounts">The mounted file systems, as /proc/self/mountinfo lists them.</param>
    /// <param name="device">The device.</param>
    internal static bool AreUsed(IEnumerable<string> mounts, long device)
    {
        string number = $"{device >> 32}:{device & uint.MaxValue}";
        // For example: 36 35 0:52 / /mnt rw,relatime shared:1 - nfs4 server:/export rw,vers=4.2,local_lock=none
        foreach (string line in mounts)
        {
            string[] fields = line.Split(' ');
            int separator = Array.IndexOf(fields, "-");
            if (fields.Length < 3 || fields[2] != number || separator < 0 || separator + 3 >= fields.Length)
                continue;
            string[] options = fields[separator + 3].Split(',');
            if (fields[separator + 1] == "fuse.sshfs"
                || options.Any(one => one is "nobrl" or "nolock" or "local_lock=flock" or "local_lock=all"))
                return true;
        }
        return false;
    }
}
