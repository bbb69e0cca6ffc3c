namespace CoexTools.Files;

/// <summary>The steps of a change on disk, in order. Tests cause a failure at each step.</summary>
internal enum FileStep
{
    /// <summary>Acquires the lock.</summary>
    Lock,

    /// <summary>Creates the temporary file.</summary>
    CreateTemporary,

    /// <summary>Writes a block to the temporary file.</summary>
    Write,

    /// <summary>Copies the permissions of the old file to the temporary file.</summary>
    CopyPermissions,

    /// <summary>Flushes the temporary file and its permissions to the disk.</summary>
    Flush,

    /// <summary>Announces the change in the journal.</summary>
    Announce,

    /// <summary>Renames the temporary file over the old file.</summary>
    Rename,

    /// <summary>Flushes the folder to the disk.</summary>
    FlushFolder,
}
