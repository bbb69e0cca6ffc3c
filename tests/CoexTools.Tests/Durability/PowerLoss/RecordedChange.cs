using CoexTools.CrashChild;

namespace CoexTools.Tests.Durability.PowerLoss;

/// <summary>A change of a file whose system calls are recorded.</summary>
/// <param name="Kind">What is done to the file.</param>
/// <param name="Way">How the file is copied.</param>
/// <param name="Start">What is there before the change.</param>
/// <param name="IsWindows">Whether the file is replaced in the steps of ReplaceFile.</param>
internal sealed record RecordedChange(ChangeKind Kind, CopyWay Way, RecordedStart Start, bool IsWindows = false)
{
    /// <summary>All changes.</summary>
    public static IReadOnlyList<RecordedChange> All { get; } =
    [
        .. from kind in Enum.GetValues<ChangeKind>()
           from way in Enum.GetValues<CopyWay>()
           from start in Enum.GetValues<RecordedStart>()
           where kind != ChangeKind.Undo || start != RecordedStart.New // There is nothing to undo.
           from isWindows in (bool[])[false, true]
           where !isWindows || way != CopyWay.System // On Windows, the system does not copy.
           select new RecordedChange(kind, way, start, isWindows),
    ];

    /// <summary>The file systems on which the change can run.</summary>
    public IEnumerable<DiskModel> Models => IsWindows ? [DiskModel.Ntfs] : [DiskModel.Ext4, DiskModel.Strict];

    /// <inheritdoc/>
    public override string ToString() => $"{Kind}, {Way}, {Start}{(IsWindows ? ", as on Windows" : "")}";
}
