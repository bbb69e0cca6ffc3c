namespace CoexTools.Tests.Durability.PowerLoss;

/// <summary>What a file system keeps after the loss of power.</summary>
internal enum DiskModel
{
    /// <summary>
    /// ext4 with data=ordered and auto_da_alloc. Names and attributes survive in the order in which they were changed,
    /// and each flush keeps all former ones. Appended data survives up to a page. A file that replaces another one is
    /// complete.
    /// </summary>
    Ext4,

    /// <summary>
    /// A file system without any order. Only a flush of a file keeps its content and attributes, and only a flush of a
    /// folder keeps the names in it. Of everything else, any subset survives: names, attributes, lengths, and sectors
    /// of 512 or 4,096 bytes.
    /// </summary>
    Strict,

    /// <summary>
    /// NTFS. Names survive in the order in which they were changed, because the file system logs them, and a flush of a
    /// file keeps all former ones. There is no flush of a folder. Of the data, any subset of sectors survives.
    /// </summary>
    Ntfs,
}
