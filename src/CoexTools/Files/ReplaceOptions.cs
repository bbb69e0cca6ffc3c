namespace CoexTools.Files;

/// <summary>
/// Options for changing a file. Commands set only <see cref="Force"/>. Tests set the others to select what otherwise
/// depends on the file system, or on Windows.
/// </summary>
internal sealed record ReplaceOptions
{
    /// <summary>
    /// Specifies whether a file that is marked as read-only can be changed, and a file whose group, access control
    /// list, or extended attributes cannot be kept.
    /// </summary>
    public bool Force { get; init; }

    /// <summary>
    /// Specifies whether the identity of a file can prove that it is the file that was read. Otherwise, its hash proves
    /// it.
    /// </summary>
    public bool UsesIdentity { get; init; } = true;

    /// <summary>
    /// Specifies whether the system copies unchanged parts if it can. Otherwise, this process reads and writes them.
    /// </summary>
    public bool CopiesInSystem { get; init; } = true;

    /// <summary>
    /// Specifies whether the identity of a file is used even if a later change could have the same time as the last
    /// one.
    /// </summary>
    public bool TrustsRecentFiles { get; init; }

    /// <summary>
    /// Replaces the file as on Windows: receives the new file, the old file, and the name for the backup of the old
    /// file. Null for the system call.
    /// </summary>
    public Action<string, string, string>? ReplaceFile { get; init; }

    /// <summary>Called before each step.</summary>
    public Action<FileStep>? Reaching { get; init; }
}
