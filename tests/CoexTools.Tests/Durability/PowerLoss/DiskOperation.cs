namespace CoexTools.Tests.Durability.PowerLoss;

/// <summary>
/// An operation on a disk. Files are identified by a number, as their inodes are, because their names change. Paths are
/// relative to the folder that was recorded.
/// </summary>
internal abstract record DiskOperation
{
    /// <summary>Whether the operation changes the name of a file or a folder.</summary>
    internal bool IsName => this is Create or CreateFolder or Link or Rename or Unlink;

    /// <summary>Whether a file system with a log keeps the operation in the order of its log.</summary>
    internal bool IsLogged => IsName || this is SetAttribute;

    /// <summary>The file whose content the operation changes; null if it changes no content.</summary>
    internal int? Changed => this is Write write ? write.File : this is Resize resize ? resize.File : null;

    /// <summary>Lists operations for people.</summary>
    public static string Describe(IEnumerable<DiskOperation> operations) =>
        string.Join("\n", operations.Select((operation, index) => $"{index,4} {operation}"));

    /// <summary>A new, empty file.</summary>
    internal sealed record Create(string Path, int File) : DiskOperation;

    /// <summary>A new folder.</summary>
    internal sealed record CreateFolder(string Path) : DiskOperation;

    /// <summary>One more name of a file.</summary>
    internal sealed record Link(string Path, int File) : DiskOperation;

    /// <summary>A new name of a file, in place of the file that had this name.</summary>
    internal sealed record Rename(string From, string To, int File, bool Replaces) : DiskOperation;

    /// <summary>A name that is deleted.</summary>
    internal sealed record Unlink(string Path, int File) : DiskOperation;

    /// <summary>Bytes that are written.</summary>
    internal sealed record Write(int File, long Offset, byte[] Bytes) : DiskOperation
    {
        /// <inheritdoc/>
        public override string ToString() => $"Write {{ File = {File}, Offset = {Offset}, Length = {Bytes.Length} }}";
    }

    /// <summary>Another length of a file.</summary>
    internal sealed record Resize(int File, long Length) : DiskOperation;

    /// <summary>The mode, the owner, or an extended attribute of a file.</summary>
    internal sealed record SetAttribute(int File, string Value) : DiskOperation;

    /// <summary>The content and the attributes of a file are flushed to the disk.</summary>
    internal sealed record FlushFile(int File) : DiskOperation;

    /// <summary>The names in a folder are flushed to the disk.</summary>
    internal sealed record FlushFolder(string Path) : DiskOperation;

    /// <summary>Something that a crash cannot undo, such as a request to a server.</summary>
    internal sealed record Effect(string Text) : DiskOperation;
}
