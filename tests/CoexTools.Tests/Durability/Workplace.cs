using System.Text;
using CoexTools.Changes;
using CoexTools.CrashChild;
using CoexTools.Model;

namespace CoexTools.Tests.Durability;

/// <summary>A folder with one file that a test changes, and what must hold of both whatever happens.</summary>
internal sealed class Workplace : IDisposable
{
    private readonly byte[][] _between;

    private Workplace(string folder, string[] between, string[] documents, CopyWay way)
    {
        Way = way;
        Folder = folder;
        FilePath = Path.Combine(folder, "names.dxl");
        _between = [.. between.Select(Encoding.UTF8.GetBytes)];
        File.WriteAllText(FilePath, string.Concat(between.Zip([.. documents, ""], (one, other) => one + other)));
        Original = File.ReadAllBytes(FilePath);
        FirstTexts = documents;
    }

    private Workplace(Workplace other, string folder)
    {
        Way = other.Way;
        Folder = folder;
        FilePath = Path.Combine(folder, Path.GetFileName(other.FilePath));
        _between = other._between;
        Original = other.Original;
        FirstTexts = other.FirstTexts;
    }

    /// <summary>How this process changes the file.</summary>
    public CopyWay Way { get; }

    public string Folder { get; }

    public string FilePath { get; }

    public string JournalPath => FilePath + ".journal";

    public byte[] Original { get; }

    public string[] FirstTexts { get; }

    /// <summary>The names of all that is in the folder, hidden files too.</summary>
    public string[] Content =>
        [.. new DirectoryInfo(Folder).GetFileSystemInfos().Select(entry => entry.Name).Order(StringComparer.Ordinal)];

    /// <summary>
    /// A folder with a file of about so many bytes, in which Foreign Domain documents stand between others.
    /// </summary>
    public static Workplace Make(int size, CopyWay way = CopyWay.Hashed, string? parent = null, int documents = 3)
    {
        int persons = documents + 1;
        string folder = parent ?? System.IO.Directory.CreateTempSubdirectory("coextools-durability-").FullName;
        // A person's picture, as an exporter writes bytes; random, so that a mixture of two files would show.
        var filler = new StringBuilder(size / persons);
        byte[] line = new byte[57];
        var random = new Random(7);
        while (filler.Length < size / persons)
        {
            random.NextBytes(line);
            filler.Append(Convert.ToBase64String(line)).Append('\n');
        }
        string Person(int number) =>
            $"\n<!-- é€😀 {number} -->\r\n<document form='Person'><item name='$Picture'><rawitemdata "
            + $"type='1'>\n{filler}</rawitemdata></item>\n{Texts.AccessField}</document>\n";
        string[] between =
        [
            "<?xml version='1.0' encoding='utf-8'?>\n<!DOCTYPE database SYSTEM 'xmlschemas/domino_12_0_2.dtd'>\n"
                + "<database xmlns='http://www.lotus.com/dxl' version='12.0' replicaid='852564AC004EBCCF' title='Acme'>"
                + Person(1),
            .. Enumerable.Range(2, documents - 1).Select(Person),
            Person(persons) + Group("Servers Only", "4", "CN=App1/O=Acme")
                + Group("LocalDomainAdmins", "0", "CN=Ada/O=Acme")
                + "</database>\n<!-- behind -->\n",
        ];
        return new Workplace(
            folder, between,
            [.. Enumerable.Range(1, documents)
                .Select(number => Texts.Domain(number, domain: number == 3 ? "Other" : "BTEx"))], way);

        static string Group(string name, string type, string member) =>
            $"<document form='Group'><item name='ListName'><text>{name}</text></item><item "
            + $"name='GroupType'><text>{type}</text></item><item name='Members' "
            + $"names='true'><text>{member}</text></item></document>\n";
    }

    /// <summary>Returns the same place in another folder, which contains a state of the file.</summary>
    public Workplace In(string folder) => new(this, folder);

    public DirectorySnapshot Read() => FileChanger.Read(FilePath);

    /// <summary>The changes in the file, as the command says that lists them.</summary>
    public IReadOnlyList<JournalEntry> History(List<string>? reports = null) =>
        [.. ChangeHistory.Read(FilePath, text => reports?.Add(text), CancellationToken.None)
            .Where(entry => entry.IsInFile)];

    public string Hash() => Bytes.Hash(File.ReadAllBytes(FilePath));

    /// <summary>
    /// The file and its journal must agree: the changes follow one upon another from the first file to the one that is
    /// there, and the file holds what the last one says, with every other byte as it was at first.
    /// </summary>
    public void AssertAgrees(IReadOnlyList<JournalEntry> entries)
    {
        byte[] bytes = File.ReadAllBytes(FilePath);
        string hash = Bytes.Hash(bytes);
        AssertChain(entries);
        Assert.Equal(entries.Count > 0 ? entries[^1].StateAfter : Bytes.Hash(Original), hash);
        string[] texts = [.. FirstTexts];
        foreach (JournalDocument document in entries.SelectMany(entry => entry.Documents))
        {
            int index = Index(document);
            Assert.Equal(texts[index], document.Before);
            texts[index] = document.After;
        }
        Assert.True(Holds(bytes, texts), "The file is not what its journal says.");
    }

    /// <summary>
    /// The file after a sudden end, before any repair: the content before or after the last recorded change, never a
    /// mixture.
    /// </summary>
    public bool IsLastCarriedOut(IReadOnlyList<JournalEntry> entries)
    {
        byte[] bytes = File.ReadAllBytes(FilePath);
        string hash = Bytes.Hash(bytes);
        string[] before = [.. FirstTexts];
        foreach (JournalDocument document in entries.SkipLast(1).SelectMany(entry => entry.Documents))
            before[Index(document)] = document.After;
        string[] after = [.. before];
        foreach (JournalDocument document in entries.TakeLast(1).SelectMany(entry => entry.Documents))
            after[Index(document)] = document.After;
        bool isAfter = Holds(bytes, after);
        bool isBefore = Holds(bytes, before);
        Assert.True(isAfter || isBefore, "The file is neither the old one nor the new one.");
        if (entries.Count > 0)
            Assert.Equal(isAfter ? entries[^1].StateAfter : entries[^1].StateBefore, hash);
        return isAfter;
    }

    /// <summary>
    /// What was announced, whether the last change was carried out or not; without earlier changes that were not, and
    /// without a line that is torn.
    /// </summary>
    public IReadOnlyList<JournalEntry> Announced() =>
        [.. ChangeHistory.Mark(ChangeJournal.Read(FilePath, out _), hashLike: null).Where(entry => entry.IsInFile)];

    /// <summary>
    /// Carries out the next command, which must work, and must leave nothing behind but the file and its journal.
    /// </summary>
    public void AssertNextCommandWorks()
    {
        int count = History().Count;
        DirectorySnapshot directory = Read();
        FileChanger.Change(directory, FileChanger.Turn(directory), way: Way);
        IReadOnlyList<JournalEntry> entries = History();
        Assert.Equal(count + 1, entries.Count);
        AssertAgrees(entries);
        Assert.Equal(["names.dxl", "names.dxl.journal"], Content);
    }

    /// <summary>
    /// An export that was interrupted leaves a whole file or none; the next export works, and clears away what the
    /// interrupted one left.
    /// </summary>
    public void AssertExport()
    {
        string path = FileChanger.ExportPath(FilePath);
        if (File.Exists(path))
            Assert.Equal(FirstTexts.Length, FileChanger.Read(path).Unordered.Count);
        FileChanger.Do(ChangeKind.Export, FilePath, Read(), way: Way);
        Assert.Equal(FirstTexts.Length, FileChanger.Read(path).Unordered.Count);
        Assert.DoesNotContain(
            Content,
            name => name.StartsWith($".{Path.GetFileName(path)}.", StringComparison.Ordinal)
                && name.EndsWith(".tmp", StringComparison.Ordinal));
        File.Delete(path);
    }

    public void Dispose() => System.IO.Directory.Delete(Folder, recursive: true);

    private static void AssertChain(IReadOnlyList<JournalEntry> entries)
    {
        for (int i = 0; i < entries.Count; i++)
        {
            Assert.True(entries[i].Id > (i > 0 ? entries[i - 1].Id : 0));
            if (i > 0)
                Assert.Equal(entries[i - 1].StateAfter, entries[i].StateBefore);
        }
    }

    // Every second document of the file is one of these; the persons between them count too.
    private static int Index(JournalDocument document) => (document.Key - 1) / 2;

    // Whether a file has these texts in the places of its documents, and everywhere else the bytes that it had at
    // first.
    private bool Holds(ReadOnlySpan<byte> bytes, string[] texts)
    {
        Assert.Equal(_between.Length - 1, texts.Length);
        for (int i = 0; i < _between.Length; i++)
        {
            byte[] text = i < texts.Length ? Encoding.UTF8.GetBytes(texts[i]) : [];
            if (!bytes.StartsWith(_between[i]) || !bytes[_between[i].Length..].StartsWith(text))
                return false;
            bytes = bytes[(_between[i].Length + text.Length)..];
        }
        return bytes.IsEmpty;
    }
}

/// <summary>Texts of documents as an exporter writes them.</summary>
internal static class Texts
{
    public const string AccessField =
        "<item name='DocumentAccess' authors='true' names='true' protected='true'><text>[NetModifier]</text></item>";

    public static string UniversalId(int number) => $"{number:X32}";

    public static string Domain(int number, string domain = "BTEx") =>
        $"<document form='Domain'>\n<noteinfo noteid='8f{number}' unid='{UniversalId(number)}' sequence='7'>\n"
        + "<created><datetime>20190101T000000,00+00</datetime></created><modified>"
        + $"<datetime dst='true'>2025060{number}T101112,34+02</datetime></modified>"
        + $"<revised><datetime>2025060{number}T081112,34-0330</datetime></revised></noteinfo>\n<!-- kept "
        + "--><?kept too?>\n<item name='DomainType'><text>Foreign Domain</text></item>\n<item "
        + $"name='DomainName'><text>{domain}</text></item>\n<item name='GatewayServer' "
        + $"names='true'><text>CN=Domino{number}/O=Acme</text></item>\n{AccessField}\n<item name='CalendarServer' "
        + $"names='true'><text>CN=Domino{number}/O=Acme</text></item>\n<item name='Comment'>"
        + "<text>é€😀 &#233;&amp;<![CDATA[<x/>]]></text></item></document>";
}
