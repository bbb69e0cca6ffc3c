using CoexTools.Values;

namespace CoexTools.Sources.Nsf;

/// <summary>The header of an NSF file: the properties of the database, and the positions of its structures.</summary>
internal sealed class NsfHeader
{
    /// <summary>
    /// The number of bytes that contain everything that is read here, regardless of the size of the header.
    /// </summary>
    private const int Size = 1024;

    private const int FirstOds = 41;
    private const int LastOds = 55;
    private const int DatabaseInfo = 6;
    private const int ReplicaIdAt = 180;
    private const int TitleAt = 200;
    private const int TitleSize = 128;
    private const int EncryptionAt = 644;
    private const int EncryptionSize = 8;

    private NsfHeader(NsfBytes bytes)
    {
        Ods = (int)bytes.U32(DatabaseInfo);
        DatabaseId = bytes.Time(DatabaseInfo + 4).ToString();
        ReplicaId = bytes.Time(ReplicaIdAt).ToString();
        NonDataRecords = new NsfPosition(bytes.U32(DatabaseInfo + 14));
        DataRecords = new NsfPosition(bytes.U32(DatabaseInfo + 56));
        RecordBucketSize = bytes.U16(DatabaseInfo + 70);
        Superblocks = [.. Enumerable.Range(0, 4).Select(i => new NsfPosition(bytes.U32(560 + (8 * i))))];
        DescriptorBlocks = [.. Enumerable.Range(0, 2).Select(i => new NsfPosition(bytes.U32(628 + (8 * i))))];

        NsfBytes title = bytes.Slice(TitleAt, TitleSize);
        int length = 0;
        while (length < title.Length && title.U8(length) != 0)
            length++;
        bool isComplete = true;
        string[] lines = title.Slice(0, length).ReadText(ref isComplete).Split('\n');
        Title = lines[0];
        Categories = lines.Length > 1 ? lines[1].Split('#')[0] : "";
        TemplateName = Part("#1");
        InheritsFrom = Part("#2");

        string Part(string mark) =>
            lines.FirstOrDefault(line => line.StartsWith(mark, StringComparison.Ordinal))?.Substring(mark.Length) ?? "";
    }

    /// <summary>The version of the on-disk structure.</summary>
    public int Ods { get; }

    /// <summary>The id of this file, which its replicas do not share.</summary>
    public string DatabaseId { get; }

    /// <summary>The replica id, 16 hexadecimal digits.</summary>
    public string ReplicaId { get; }

    /// <summary>The title.</summary>
    public string Title { get; }

    /// <summary>The categories, or empty if there are none.</summary>
    public string Categories { get; }

    /// <summary>The name of the database as a template, or empty if it is not a template.</summary>
    public string TemplateName { get; }

    /// <summary>The template from which the design is inherited; empty if it does not exist.</summary>
    public string InheritsFrom { get; }

    /// <summary>The bucket of records (RRV) of non-data notes.</summary>
    public NsfPosition NonDataRecords { get; }

    /// <summary>The bucket of records (RRV) of data notes.</summary>
    public NsfPosition DataRecords { get; }

    /// <summary>The size of a bucket of records, in bytes.</summary>
    public int RecordBucketSize { get; }

    /// <summary>The possible positions of superblocks.</summary>
    public IReadOnlyList<NsfPosition> Superblocks { get; }

    /// <summary>The possible positions of bucket descriptor blocks.</summary>
    public IReadOnlyList<NsfPosition> DescriptorBlocks { get; }

    /// <summary>Reads the header.</summary>
    /// <exception cref="NsfException">The file is not an NSF file that can be read.</exception>
    public static NsfHeader Read(NsfSource source)
    {
        if (source.Length < Size)
        {
            if (source.Length < 2 || source.ReadApart(0, 2).U16(0) != 0x1A)
                throw NsfException.NotNsf();
            throw NsfException.Damaged(source.Length, "The file is cut off");
        }
        NsfBytes bytes = source.ReadApart(0, Size);
        if (bytes.U16(0) != 0x1A)
            throw NsfException.NotNsf();
        int ods = (int)bytes.U32(DatabaseInfo);
        if (ods is < FirstOds or > LastOds)
            throw NsfException.Version(ods, DatabaseInfo);
        if (bytes.U32(2) is < Size or > 1 << 16)
            throw NsfException.Damaged(2, "The header size is invalid");
        if (Enumerable.Range(EncryptionAt, EncryptionSize).Any(at => bytes.U8(at) != 0))
            throw NsfException.Encrypted(EncryptionAt);
        if ((long)bytes.U32(DatabaseInfo + 82) << 8 > source.Length)
            throw NsfException.Damaged(source.Length, "The file is cut off");
        var header = new NsfHeader(bytes);
        if (header.RecordBucketSize is < 64 or > 1 << 15 || header.RecordBucketSize % 8 != 0)
            throw NsfException.Damaged(DatabaseInfo + 70, "The record bucket size is invalid");
        return header;
    }
}
