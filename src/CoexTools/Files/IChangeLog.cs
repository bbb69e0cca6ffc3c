namespace CoexTools.Files;

/// <summary>Keeps a record of the changes to a file that is correct even if the system stops at any time.</summary>
internal interface IChangeLog
{
    /// <summary>
    /// Called under the lock, before the change is announced or, if it is not recorded, made. Repairs what an
    /// interrupted command left.
    /// </summary>
    /// <param name="target">The file.</param>
    void Repair(string target);

    /// <summary>Called when the new file is on the disk, before it replaces the old file.</summary>
    /// <param name="target">The file.</param>
    /// <param name="before">The old file.</param>
    /// <param name="after">The new file.</param>
    /// <param name="permissions">The permissions of the file, which the record has too; null on Windows.</param>
    void Announce(string target, FileStamp before, FileStamp after, FilePermissions? permissions);

    /// <summary>Called if the announced change could not be made.</summary>
    void Retract(string target);
}
