using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CoexTools.Model;
using CoexTools.Sources.Nsf;
using CoexTools.Values;

namespace CoexTools.Tests.Nsf;

/// <summary>Databases that Notes and Domino wrote, against what is known of them from elsewhere.</summary>
public class NsfSampleTests
{
    public static TheoryData<string> Samples => [.. NsfSamples.Names];

    [Theory]
    [MemberData(nameof(Samples))]
    public void Every_note_and_item_is_as_an_independent_reader_finds_it(string name)
    {
        List<string[]> expected =
        [
            .. Encoding.UTF8.GetString(NsfSamples.Unpack("vectors.tsv.gz"))
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => line.Split('\t')).Where(line => line[0] == name),
        ];
        using NsfFile file = NsfSamples.Open(name);
        Dictionary<string, NsfNote> notes = file.Notes(NsfNoteClasses.All)
            .ToDictionary(note => note.NoteId.ToString("x"));
        Assert.NotEmpty(expected);
        Assert.Equal(
            expected.Select(line => line[1]).Order(StringComparer.Ordinal), notes.Keys.Order(StringComparer.Ordinal));
        foreach (string[] line in expected)
        {
            NsfNote note = notes[line[1]];
            NsfTime[] times = [note.Created, note.Modified, note.Revised, note.Accessed, note.AddedToFile];
            Assert.Equal($"{line[2]} {line[3]} {line[4]}", $"{note.UniversalId} {(int)note.Class:X4} {note.Sequence}");
            Assert.Equal(line[5..10], times.Select(time => time.TextOrHalves));
            Assert.Equal(line[10], note.Items.Count.ToString(CultureInfo.InvariantCulture));
            Assert.True(line[11] == Digest(note), $"{name} {line[1]}:\n{string.Join("\n", note.Items)}");
        }
    }

    [Fact]
    public void The_counts_of_notes_by_class_are_those_of_the_documentation()
    {
        string documentation = Path.Combine(NsfSamples.Repository, "docs", "nsf.md");
        var table = new StringBuilder(
            "| file | ODS | documents | forms | views | agents | other |\n| --- | --- | --- | --- | --- | "
                + "--- | --- |\n");
        foreach (string name in NsfSamples.Names)
        {
            using NsfFile file = NsfSamples.Open(name);
            NsfNoteClasses[] classes =
                [.. file.Notes(NsfNoteClasses.All).Select(note => note.Class & NsfNoteClasses.All)];
            NsfNoteClasses[] columns =
                [NsfNoteClasses.Document, NsfNoteClasses.Form, NsfNoteClasses.View, NsfNoteClasses.Agent];
            int[] counts = [.. columns.Select(one => classes.Count(other => other == one))];
            IEnumerable<int> numbers = [file.Header.Ods, .. counts, classes.Length - counts.Sum()];
            table.Append(CultureInfo.InvariantCulture, $"| {name} | {string.Join(" | ", numbers)} |\n");
        }
        string text = File.ReadAllText(documentation).ReplaceLineEndings("\n");
        const string Start = "<!-- counts -->\n", End = "<!-- end of counts -->";
        int from = text.IndexOf(Start, StringComparison.Ordinal) + Start.Length;
        int to = text.IndexOf(End, StringComparison.Ordinal);
        if (Environment.GetEnvironmentVariable("COEXTOOLS_WRITE_EXAMPLES") == "1")
            File.WriteAllText(documentation, text[..from] + table + text[to..]);
        else
            Assert.Equal(table.ToString(), text[from..to]);
    }

    // The exporter of DXL wrote the header of these notes when they had been changed in the meantime: ids and the times
    // of their making stay.
    [Fact]
    public void Ids_and_times_are_those_that_the_exporter_wrote_of_the_same_notes()
    {
        using NsfFile file = NsfSamples.Open("Demo.nsf");
        Dictionary<string, NsfNote> notes = file.Notes(NsfNoteClasses.All).ToDictionary(note => note.UniversalId);
        int found = 0;
        foreach (string[] line in NsfSamples.Lines("hcl-dxl.tsv"))
        {
            if (!notes.TryGetValue(line[1], out NsfNote? note))
                continue; // It was made later.
            found++;
            Assert.Equal(line[0], note.NoteId.ToString("x"));
            Assert.Equal(line[3], note.Created.Text);
            Assert.Equal(line[7], note.AddedToFile.Text);
            Assert.InRange((int)note.Sequence, 1, int.Parse(line[2], CultureInfo.InvariantCulture));
        }
        Assert.Equal(18, found);
        Assert.Equal("48258435003E8283", file.Header.ReplicaId);
        Assert.Equal("Demo", file.Header.Title);
    }

    [Theory]
    [InlineData("86C72C1BF64B6DF04825847100373215", "Customers")]
    [InlineData("10EA9EC66EA748BC4825851100420810", "MarketingInfo")]
    [InlineData("3FE5CD63E179F21600258680006DB25B", "ChineseCustomers")]
    [InlineData("0E35D520A1EBBB5B48258435003E8284", "($All)")]
    [InlineData("5318911D496571410025860D00544B17", "Samples")]
    public void The_views_that_the_documentation_of_Domino_names_have_their_universal_ids(
        string universalId, string title)
    {
        using NsfFile file = NsfSamples.Open("Demo.nsf");
        Assert.Equal(
            title, file.Notes(NsfNoteClasses.View).Single(note => note.UniversalId == universalId).FirstText("$TITLE"));
    }

    [Fact]
    public void Documents_that_hold_their_own_universal_id_agree_with_it()
    {
        using NsfFile file = NsfSamples.Open("Demo.nsf");
        List<NsfNote> notes = [.. file.Notes().Where(note => note.FirstText("ExternalId").Length == 32)];
        Assert.Equal(2_314, notes.Count);
        Assert.All(notes, note => Assert.Equal(note.UniversalId, note.FirstText("ExternalId")));
    }

    [Fact]
    public void The_known_time_is_read()
    {
        using NsfFile file = NsfSamples.Open("knowndt.nsf");
        NsfItem item = file.Notes().Single(note => note.UniversalId == "489CC69E9C1E96CB852585F8005A812C").Items
            .Single(item => item.Name == "foo");
        Assert.Equal(ItemType.DateTime, item.Type);
        Assert.Equal("20201005T131007,00-04", Assert.Single(item.Values!));
        Assert.Equal(["<datetime dst='true'>20201005T131007,00-04</datetime>"], item.TimeElements);
    }

    [Fact]
    public void A_time_that_cannot_be_has_no_instant()
    {
        using NsfFile file = NsfSamples.Open("invalidtimedate.nsf");
        NsfNote note = file.Notes()
            .First(
                note => note.FirstText(
                    "Subject") == "**** Calendaring and Scheduling Meta Data Doc - DO NOT MODIFY ****");
        Assert.Null(note.Created.Instant);
        Assert.NotNull(note.Modified.Instant);
    }

    [Fact]
    public void Deletion_stubs_are_left_out()
    {
        using NsfFile file = NsfSamples.Open("conflict.nsf");
        Assert.DoesNotContain(file.Notes(NsfNoteClasses.All), note => (note.Status & 1) != 0);
    }

    [Fact]
    public void No_value_of_the_samples_is_missing()
    {
        foreach (string name in NsfSamples.Names)
        {
            using NsfFile file = NsfSamples.Open(name);
            Assert.All(
                file.Notes(NsfNoteClasses.All), note => Assert.DoesNotContain(note.Items, item => item.IsMissing));
        }
    }

    [Fact]
    public void Chinese_and_Japanese_texts_are_read()
    {
        using NsfFile file = NsfSamples.Open("sample.nsf");
        Assert.Contains(file.Notes(), note => note.FirstText("City") == "Shanghai - 上海");
        Assert.All(file.Notes(), note => Assert.True(note.IsTextComplete));
    }

    [Fact]
    public void An_address_book_of_1999_is_read_item_by_item()
    {
        using NsfFile file = NsfSamples.Open("na_test.nsf");
        List<NsfNote> notes = [.. file.Notes()];
        Assert.Equal(31, notes.Count(note => note.FirstText("Form") == "Certifier"));
        Assert.Equal(1, notes.Count(note => note.FirstText("Type") == "Connection"));
        NsfNote group = notes.Single(note => note.FirstText("ListName") == "OtherDomainServers");
        Assert.Equal("1BA99D85CEB8CFE98525615C00816A45", group.UniversalId);
        Assert.Equal(22u, group.Sequence);
        Assert.Equal("19990324T102841,59-05", group.Modified.Text);
        Assert.Equal("19970520T174611,93-04", group.Revised.Text);
        Assert.Equal(
            [
                "Form", "GroupType", "ListDescription", "ListOwner", "LocalAdmin", "AvailableForDirSync",
                "DocumentAccess", "GroupTitle", "ListName",
                "Members", "Type", "$UpdatedBy", "$Revisions",
            ],
            group.Items.Select(item => item.Name));
        NsfItem access = group.Items.Single(item => item.Name == "DocumentAccess");
        Assert.Equal(["[GroupModifier]"], access.Values);
        Assert.Equal(ItemFlags.Summary | ItemFlags.Authors | ItemFlags.Names | ItemFlags.Protected, access.Flags);
        Assert.Equal(0x26C, access.RawFlags);
        Assert.Equal("19950207T193333,55-04", group.Items.Single(item => item.Name == "$Revisions").Values![0]);

        NsfAccessControl list = file.ReadAccessControl()!;
        string[] roles =
            ["UserCreator", "UserModifier", "GroupCreator", "GroupModifier", "NetCreator", "NetModifier",
                "ServerCreator", "ServerModifier"];
        Assert.Equal(roles, list.Roles);
        Assert.Equal(
            [
                ("-Default-", AccessLevel.Author, 0), ("CN=Anne Wang/OU=CAM/O=Lotus", AccessLevel.Manager, 0),
                ("LocalDomainServers", AccessLevel.Manager, 8), ("OtherDomainServers", AccessLevel.Reader, 0),
            ],
            list.Entries.OrderBy(entry => entry.Name, StringComparer.Ordinal)
                .Select(entry => (entry.Name, entry.Level, entry.Roles.Count)));
        Assert.Equal(roles, list.Entries.Single(entry => entry.Name == "LocalDomainServers").Roles);
        Assert.Equal(
            NsfAclFlags.Person, list.Entries.Single(
                entry => entry.Name.StartsWith("CN=", StringComparison.Ordinal)).Flags);
    }

    [Fact]
    public void An_address_book_of_1993_is_read_item_by_item()
    {
        using NsfFile file = NsfSamples.Open("namelook.nsf");
        List<NsfNote> notes = [.. file.Notes()];
        NsfNote gateway = notes.First(note => note.FirstText("Form") == "Gateway Domain");
        Assert.Equal("0093004C00C9006185255E5200745824", gateway.UniversalId);
        Assert.Equal(
            [
                "Form = Gateway Domain", "Type = Domain", "DomainName = NETHERLANDS ANTILLES",
                "MailServer = NETHERLANDS", "MailFile = NETHERAN",
                "AllowFromDomains = ", "DenyFromDomains = ",
            ],
            gateway.Items.Take(7).Select(item => item.ToString()));
        NsfNote domain = notes.Single(note => note.FirstText("Form") == "Domain");
        Assert.Equal(["NAGOYA", "HONSHU"], [domain.FirstText("DomainName"), domain.FirstText("NextDomain")]);
        NsfNote connection = notes.First(note => note.FirstText("Type") == "Connection");
        Assert.Equal(["BERNARD-1", "FAUSTINA"], [connection.FirstText("Source"), connection.FirstText("Destination")]);
        Assert.Equal(["T080000,00/T220000,00"], connection.Items.Single(item => item.Name == "Schedule").Values);
        Assert.Equal(["60"], connection.Items.Single(item => item.Name == "Interval").Values);
        Assert.Contains(
            notes, note => note.FirstText("Form") == "Server" && note.FirstText("ServerName") == "BERNARD-1");
        Assert.Contains(notes, note => note.FirstText("Form") == "Group" && note.FirstText("Members") == "FAUSTINA");
    }

    private static string Digest(NsfNote note)
    {
        IEnumerable<string> lines = note.Items.Select(item =>
            $"{item.Name}|{item.TypeCode:X4}|{item.RawFlags:X4}|{string.Join('\u001F', Shown(note, item))}");
        return Convert.ToHexString(
            SHA256.HashData(new UTF8Encoding(false).GetBytes(string.Join('\u001E', lines))))[..32].ToLowerInvariant();
    }

    private static IEnumerable<string> Shown(NsfNote note, NsfItem item) => item switch
    {
        // Design elements have items of type text that hold something else.
        { TypeCode: NsfType.Text or NsfType.TextList } when (note.Class & NsfNoteClasses.Document) == 0
            && item.Values!.Any(value => value.Any(c => c is (< ' ' or > '~') and not '\n')) => ["(binary)"],
        { Content: { } content } => ["raw " + Convert.ToHexString(content).ToLowerInvariant()],
        { TypeCode: NsfType.Number or NsfType.NumberRange } => item.Values!.Select(value =>
            Convert.ToHexString(BitConverter.GetBytes(double.Parse(value, CultureInfo.InvariantCulture)))
                .ToLowerInvariant()),
        _ => item.Values!,
    };
}
