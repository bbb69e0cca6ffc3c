namespace CoexTools.Sources.Nsf;

/// <summary>A bucket of records (RRV), which contains the position of the record of each note id.</summary>
internal readonly struct RecordBucket(NsfPosition position, uint firstId)
{
    public const int HeaderSize = 32;
    public const int EntrySize = 8;

    public NsfPosition Position { get; } = position;

    public uint FirstId { get; } = firstId;

    public static int EntryCount(int bucketSize) => (bucketSize - HeaderSize) / EntrySize;
}
