using System.Diagnostics;
using System.Text;
using CoexTools.Changes;
using CoexTools.CrashChild;
using CoexTools.Files;
using CoexTools.Model;
using CoexTools.Sources.Dxl.Editing;
using CoexTools.Sources.Dxl.Storage;

namespace CoexTools.Tests.Changes;

public sealed class PlanWriterTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2025, 7, 1, 12, 0, 0, 129, TimeSpan.Zero);

    // A is newer than B.
    private static readonly DomainText A = new() { Unid = new string('A', 32), Server = "CN=A/O=Acme" };
    private static readonly DomainText B =
        new() { Unid = new string('B', 32), Server = "CN=B/O=Acme", Modified = "20250501T101112,34-05" };
    private static readonly DomainText SavedA = A with
    {
        Access = [],
        Sequence = "8",
        Modified = "20250701T140000,13+02",
        Revised = "20250701T083000,13-0330",
    };
    private static readonly DomainText SavedB = B with
    {
        Access = [],
        Sequence = "8",
        Modified = "20250701T070000,12-05",
        Revised = "20250701T083000,12-0330",
    };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("\n", "", "utf-8", false)]
    [InlineData("\n", "", "utf-8", true)]
    [InlineData("\r\n", "", "utf-8", false)]
    [InlineData("\r\n", "d:", "utf-8", true)]
    [InlineData("\r", "d:", "utf-8", false)]
    [InlineData("\n", "", "utf-16", true)]
    [InlineData("\r\n", "", "utf-16", false)]
    [InlineData("\r\n", "d:", "utf-16BE", true)]
    [InlineData("\n", "", "utf-16BE", false)]
    public void Only_what_a_save_changes_changes(string newLine, string prefix, string name, bool hasMark)
    {
        Encoding encoding = Encoding.GetEncoding(name);
        byte[] File(DomainText a, DomainText b)
        {
            string text = $"<?xml version='1.0'?>{newLine}<!-- é -->"
                + $"<{prefix}database xmlns{(prefix.Length > 0 ? ":d" : "")}='http://www.lotus.com/dxl'>{newLine}"
                + $"{a with { NewLine = newLine, Prefix = prefix }}<!-- é😀 "
                + $"-->{newLine}<?between?>{b with { NewLine = newLine, Prefix = prefix }}</{prefix}database "
                + $">{newLine}<?end?>";
            return [.. hasMark ? encoding.GetPreamble() : [], .. encoding.GetBytes(text)];
        }
        string path = _folder.Write(
            File(A with { Access = [DomainText.Field, DomainText.Field, DomainText.Field] }, B));

        ChangePlan plan = Plan(TemporaryFolder.Snapshot(path));
        Assert.Equal(["B/Acme", "A/Acme"], plan.Saves.Select(save => save.After.MailServer));
        DirectorySnapshot after = PlanWriter.WriteFile(plan, new ReplaceOptions(), CancellationToken.None);

        Assert.Equal(File(SavedA, SavedB), System.IO.File.ReadAllBytes(path));
        AssertIsState(path, after);
        Assert.Equal(["names.dxl"], _folder.Content);
    }

    [Fact]
    public void A_document_that_is_not_changed_keeps_its_bytes()
    {
        string person = "<document form='Person'>" + new string('é', 200_000) + DomainText.Field + "</document>";
        string path = _folder.Write(DomainText.File(person, A, person, B, person));
        DirectorySnapshot before = TemporaryFolder.Snapshot(path);
        PlanWriter.WriteFile(
            Plan(before, before.Unordered.Where(document => document.MailServer == "A/Acme")), new ReplaceOptions(),
            CancellationToken.None);
        DomainText saved = SavedA
            with
        { Modified = SavedA.Modified!.Replace(",13", ",12"), Revised = SavedA.Revised!.Replace(",13", ",12") };
        Assert.Equal(DomainText.File(person, saved, person, B, person), File.ReadAllText(path));
    }

    [Theory]
    [InlineData(
        "<document form='Domain' title='{0}'/>",
        "<document form='Domain' title='{0}'><noteinfo>{1}</noteinfo></document>")]
    [InlineData("<document form='Domain'><noteinfo unid='{0}'/></document>",
        "<document form='Domain'><noteinfo unid='{0}'>{1}</noteinfo></document>")]
    [InlineData(
        "<document form='Domain'><item name='a'/></document>",
        "<document form='Domain'><noteinfo>{1}</noteinfo><item name='a'/></document>")]
    public void What_the_header_lacks_is_put_there(string before, string after)
    {
        string Build(string shape) =>
            "<database>"
            + string.Format(
                shape, "x>", "<modified><datetime>20250701T120000,12+00</datetime></modified><revised>"
                    + "<datetime>20250701T120000,12+00</datetime></revised>") + "</database>";
        string path = _folder.Write(Build(before));
        DirectoryContent content = TemporaryFolder.Read(path);
        DominoDocument document = Assert.Single(content.Documents);
        DominoDocument saved = DxlTextEditor.Apply(
            document, DxlTextEditor.Save(document, new DateTimeOffset(2025, 7, 1, 12, 0, 0, 120, TimeSpan.Zero)));
        DxlLayout layout;
        using (DxlUpdate update = DxlUpdate.Begin(
            content.Layout(), [(document, saved)], new ReplaceOptions(),
            CancellationToken.None))
        {
            update.Flush();
            update.Commit();
            layout = update.Layout;
        }
        Assert.Equal(Build(after), File.ReadAllText(path));
        Assert.Equal(TemporaryFolder.Read(path).Layout().Stamp.Hash, layout.Stamp.Hash);
    }

    [Fact]
    public void A_second_run_finds_nothing_to_do()
    {
        string path = _folder.Write(DomainText.File(A, B));
        DirectorySnapshot after = PlanWriter.WriteFile(
            Plan(TemporaryFolder.Snapshot(path)), new ReplaceOptions(), CancellationToken.None);
        Assert.Empty(Plan(after).Saves);
        Assert.Empty(Plan(TemporaryFolder.Snapshot(path)).Saves);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_state_that_comes_back_can_be_exported_wherever_the_access_control_list_is(bool isLast)
    {
        const string List = "<acl><aclentry name='-Default-' level='reader'/></acl>";
        string path = _folder.Write(
            isLast ? $"<database>{A}{B}{List}</database>" : $"<database>{A}{List}{B}</database>");
        DirectorySnapshot state = PlanWriter.WriteFile(
            Plan(TemporaryFolder.Snapshot(path)), new ReplaceOptions(), CancellationToken.None);
        AssertIsState(path, state);
        using var export = new MemoryStream();
        DirectoryExport.Write(state, export, CancellationToken.None);
        Assert.Contains(List, File.ReadAllText(path), StringComparison.Ordinal);
        using var read = new MemoryStream();
        DirectoryExport.Write(TemporaryFolder.Snapshot(path), read, CancellationToken.None);
        Assert.Equal(read.ToArray(), export.ToArray());
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    public void The_state_that_comes_back_can_be_changed_again(string name)
    {
        Encoding encoding = Encoding.GetEncoding(name);
        string path = _folder.Write(
            [
                .. encoding.GetPreamble(),
                .. encoding.GetBytes(
                    DomainText.File(A, B, A with { Server = "CN=C/O=Acme", Access = [] })
                        .Replace("encoding='utf-8'", "")),
            ]);
        DirectorySnapshot state = TemporaryFolder.Snapshot(path);
        state = PlanWriter.WriteFile(
            Plan(state, state.Unordered.Take(1)), new ReplaceOptions(), CancellationToken.None);
        AssertIsState(path, state);
        state = PlanWriter.WriteFile(
            Plan(state, state.Unordered.Skip(1)), new ReplaceOptions(), CancellationToken.None);
        AssertIsState(path, state);
        // What is put in makes the documents behind it move on.
        ChangePlan longer = ChangePlan.Make(
            state,
            state.Unordered.Select(
                document => new PlannedEdit(
                    document, current => [TextEdit.Insert(current.Layout.ContentEnd, "<item name='é😀'/>")])),
            preserveOrder: false, Now.AddDays(1));
        state = PlanWriter.WriteFile(longer, new ReplaceOptions(), CancellationToken.None);
        AssertIsState(path, state);
        Assert.All(state.Unordered, document => Assert.Equal("é😀", document.Item[^1].Name));
        Assert.All(state.Unordered, document => Assert.False(document.HasDocumentAccess));
    }

    [Fact]
    public void The_permissions_stay()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such permissions.");
        foreach (UnixFileMode mode in new[]
        {
            (UnixFileMode)0b110_100_000,
            (UnixFileMode)0b110_110_110,
            (UnixFileMode)0b111_101_101,
            (UnixFileMode)0b110_000_000,
        })
        {
            string path = _folder.Write(DomainText.File(A, B));
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(path, mode);
            PlanWriter.WriteFile(Plan(TemporaryFolder.Snapshot(path)), new ReplaceOptions(), CancellationToken.None);
            if (!OperatingSystem.IsWindows())
                Assert.Equal(mode, File.GetUnixFileMode(path));
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_link_stays_one_and_its_target_changes(bool isRelative)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "A link needs a privilege on Windows.");
        System.IO.Directory.CreateDirectory(Path.Combine(_folder.FullName, "real"));
        string target = _folder.Write(DomainText.File(A, B), Path.Combine("real", "target.dxl"));
        string link = Path.Combine(_folder.FullName, "link.dxl");
        string second = Path.Combine(_folder.FullName, "second.dxl");
        File.CreateSymbolicLink(link, isRelative ? Path.Combine("real", "target.dxl") : target);
        File.CreateSymbolicLink(second, isRelative ? "link.dxl" : link);

        DirectorySnapshot after = PlanWriter.WriteFile(
            Plan(TemporaryFolder.Snapshot(second)), new ReplaceOptions(), CancellationToken.None);
        Assert.Equal(second, after.Path);
        Assert.NotNull(new FileInfo(link).LinkTarget);
        Assert.NotNull(new FileInfo(second).LinkTarget);
        Assert.Null(new FileInfo(target).LinkTarget);
        Assert.Equal(DomainText.File(SavedA, SavedB), File.ReadAllText(target));
        Assert.Equal(["link.dxl", "real", "second.dxl"], _folder.Content);
        Assert.Equal([target], System.IO.Directory.GetFileSystemEntries(Path.Combine(_folder.FullName, "real")));
    }

    public static TheoryData<string> OtherContents =>
        ["same length within a document", "same length outside", "one more byte", "one less byte", "empty",
            "within the part behind"];

    [Theory]
    [MemberData(nameof(OtherContents))]
    public void A_file_with_another_content_is_not_written(string change)
    {
        string text = DomainText.File(A, B);
        string path = _folder.Write(text);
        DateTime written = File.GetLastWriteTimeUtc(path);
        ChangePlan plan = Plan(TemporaryFolder.Snapshot(path));
        string other = change switch
        {
            "same length within a document" => text.Replace("CN=Admin/O=Acme", "CN=Admin/O=Acne"),
            "same length outside" => text.Replace("title='Acme'", "title='Acne'"),
            "one more byte" => text + "\n",
            "one less byte" => text[..^1],
            "empty" => "",
            _ => text.Replace("behind -->", "behinD -->"),
        };
        Assert.NotEqual(text, other);
        File.WriteAllText(path, other);
        File.SetLastWriteTimeUtc(path, written);
        AssertFails("FileChanged", path, plan);
        Assert.Equal(other, File.ReadAllText(path));
        Assert.Equal(written, File.GetLastWriteTimeUtc(path));
        Assert.Equal(["names.dxl"], _folder.Content);
    }

    [Fact]
    public void A_file_that_was_only_touched_is_written()
    {
        string path = _folder.Write(DomainText.File(A, B));
        ChangePlan plan = Plan(TemporaryFolder.Snapshot(path));
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddDays(1));
        PlanWriter.WriteFile(plan, new ReplaceOptions(), CancellationToken.None);
        Assert.Equal(DomainText.File(SavedA, SavedB), File.ReadAllText(path));
    }

    [Fact]
    public void A_plan_cannot_be_carried_out_twice()
    {
        string path = _folder.Write(DomainText.File(A, B));
        ChangePlan plan = Plan(TemporaryFolder.Snapshot(path));
        PlanWriter.WriteFile(plan, new ReplaceOptions(), CancellationToken.None);
        AssertFails("FileChanged", path, plan);
        Assert.Equal(DomainText.File(SavedA, SavedB), File.ReadAllText(path));
        Assert.Equal(["names.dxl"], _folder.Content);
    }

    [Fact]
    public void A_file_that_is_gone_is_an_error()
    {
        string path = _folder.Write(DomainText.File(A, B));
        ChangePlan plan = Plan(TemporaryFolder.Snapshot(path));
        File.Delete(path);
        AssertFails("PathNotFound", path, plan);
        Assert.Empty(_folder.Content);
    }

    [Fact]
    public void A_folder_that_is_gone_is_an_error()
    {
        System.IO.Directory.CreateDirectory(Path.Combine(_folder.FullName, "sub"));
        string path = _folder.Write(DomainText.File(A, B), Path.Combine("sub", "names.dxl"));
        ChangePlan plan = Plan(TemporaryFolder.Snapshot(path));
        System.IO.Directory.Delete(Path.Combine(_folder.FullName, "sub"), recursive: true);
        AssertFails("PathNotFound", path, plan);
        Assert.Empty(_folder.Content);
    }

    [Fact]
    public void A_link_that_leads_nowhere_is_an_error()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "A link needs a privilege on Windows.");
        string target = _folder.Write(DomainText.File(A, B), "target.dxl");
        string link = Path.Combine(_folder.FullName, "link.dxl");
        File.CreateSymbolicLink(link, target);
        ChangePlan plan = Plan(TemporaryFolder.Snapshot(link));
        File.Delete(target);
        AssertFails("PathNotFound", link, plan);
        Assert.Equal(["link.dxl"], _folder.Content);
        File.Delete(link);
        File.CreateSymbolicLink(link, link);
        AssertFails("WriteFailed", link, plan);
        Assert.Equal(["link.dxl"], _folder.Content);
    }

    [Fact]
    public void A_file_that_is_read_only_is_written_only_where_that_is_asked_for()
    {
        string path = _folder.Write(DomainText.File(A, B));
        ChangePlan plan = Plan(TemporaryFolder.Snapshot(path));
        File.SetAttributes(path, FileAttributes.ReadOnly);
        AssertFails("WriteFailed", path, plan);
        Assert.Equal(DomainText.File(A, B), File.ReadAllText(path));
        Assert.Equal(["names.dxl"], _folder.Content);
        PlanWriter.WriteFile(plan, new ReplaceOptions { Force = true }, CancellationToken.None);
        Assert.Equal(DomainText.File(SavedA, SavedB), File.ReadAllText(path));
        Assert.True(File.GetAttributes(path).HasFlag(FileAttributes.ReadOnly));
        Assert.Equal(["names.dxl"], _folder.Content);
        File.SetAttributes(path, FileAttributes.Normal);
    }

    [Fact]
    public void A_lock_that_another_holds_is_waited_for_and_then_an_error()
    {
        string path = _folder.Write(DomainText.File(A, B));
        ChangePlan plan = Plan(TemporaryFolder.Snapshot(path));
        using (FileLock.Take(path, CancellationToken.None))
        {
            var waited = Stopwatch.StartNew();
            AssertFails("FileLocked", path, plan);
            Assert.True(waited.Elapsed >= TimeSpan.FromSeconds(4));
            Assert.Equal([".names.dxl.lock", "names.dxl"], _folder.Content);
            Assert.Equal(DomainText.File(A, B), File.ReadAllText(path));
        }
        Assert.Equal(["names.dxl"], _folder.Content);
        PlanWriter.WriteFile(plan, new ReplaceOptions(), CancellationToken.None);
        Assert.Equal(["names.dxl"], _folder.Content);
    }

    [Fact]
    public void A_lock_that_is_given_back_in_time_is_taken()
    {
        string path = _folder.Write(DomainText.File(A, B));
        ChangePlan plan = Plan(TemporaryFolder.Snapshot(path));
        FileLock held = FileLock.Take(path, CancellationToken.None);
        using var timer = new Timer(_ => held.Dispose(), null, dueTime: 300, period: Timeout.Infinite);
        PlanWriter.WriteFile(plan, new ReplaceOptions(), CancellationToken.None);
        Assert.Equal(DomainText.File(SavedA, SavedB), File.ReadAllText(path));
        Assert.Equal(["names.dxl"], _folder.Content);
    }

    [Fact]
    public void A_lock_file_that_its_owner_left_behind_keeps_nobody_out()
    {
        string path = _folder.Write(DomainText.File(A, B));
        _folder.Write("left behind", ".names.dxl.lock");
        PlanWriter.WriteFile(Plan(TemporaryFolder.Snapshot(path)), new ReplaceOptions(), CancellationToken.None);
        Assert.Equal(DomainText.File(SavedA, SavedB), File.ReadAllText(path));
        Assert.Equal(["names.dxl"], _folder.Content);
    }

    [Fact]
    public async Task Of_many_at_once_one_wins_and_the_file_is_whole()
    {
        for (int round = 0; round < 10; round++)
        {
            string path = _folder.Write(DomainText.File(A, B));
            ChangePlan plan = Plan(TemporaryFolder.Snapshot(path));
            string[] results = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() =>
            {
                try
                {
                    PlanWriter.WriteFile(plan, new ReplaceOptions(), CancellationToken.None);
                    return "written";
                }
                catch (CoexException e)
                {
                    return $"{e.ErrorId}: {e.Message}";
                }
            })));
            Assert.Single(results, "written");
            Assert.All(
                results, result => Assert.True(
                    result.StartsWith("written") || result.StartsWith("FileChanged:"), result));
            Assert.Equal(DomainText.File(SavedA, SavedB), File.ReadAllText(path));
            Assert.Equal(["names.dxl"], _folder.Content);
        }
    }

    [Fact]
    public void Writing_can_be_cancelled()
    {
        string path = _folder.Write(DomainText.File(A, B));
        ChangePlan plan = Plan(TemporaryFolder.Snapshot(path));
        Assert.Throws<OperationCanceledException>(() => PlanWriter.WriteFile(
            plan, new ReplaceOptions(), new CancellationToken(canceled: true)));
        Assert.Equal(DomainText.File(A, B), File.ReadAllText(path));
        Assert.Equal(["names.dxl"], _folder.Content);
    }

    [Fact]
    public void A_place_that_cannot_be_written_to_is_an_error()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Names may be longer there.");
        // The file's name leaves no room for that of the temporary one beside it.
        string path = _folder.Write(DomainText.File(A, B), new string('n', 240) + ".dxl");
        ChangePlan plan = Plan(TemporaryFolder.Snapshot(path));
        AssertFails("WriteFailed", path, plan);
        Assert.Equal(DomainText.File(A, B), File.ReadAllText(path));
        Assert.Equal([Path.GetFileName(path)], _folder.Content);
    }

    [Fact]
    public void A_character_that_the_file_s_encoding_does_not_have_is_written_as_a_reference()
    {
        DomainText text = A with { Access = [] };
        string File(DomainText document, string added) =>
            "<?xml version='1.0' encoding='ISO-8859-1'?><!-- é -->"
                + $"<database>{document.ToString().Replace("€😀", "").Replace("</document >", added + "</document >")}"
                + $"{B.ToString().Replace("€😀", "")}</database>";
        string path = _folder.Write(Encoding.Latin1.GetBytes(File(text, "")));

        DirectorySnapshot state = PlanWriter.WriteFile(
            Add(TemporaryFolder.Snapshot(path), "é€😀"), new ReplaceOptions(), CancellationToken.None);
        DomainText saved = SavedA
            with
        { Modified = SavedA.Modified!.Replace(",13", ",12"), Revised = SavedA.Revised!.Replace(",13", ",12") };
        Assert.Equal(
            File(saved, "<item name='é&#8364;&#128512;'/>"), System.IO.File.ReadAllText(path, Encoding.Latin1));
        DirectorySnapshot read = TemporaryFolder.Snapshot(path);
        Assert.Equal("é€😀", read.Unordered[0].Item[^1].Name);
        Assert.Equal(read.Content.Layout().Positions, state.Content.Layout().Positions);
        Assert.Equal(read.Content.Layout().Stamp.Hash, state.Content.Layout().Stamp.Hash);

        PlanWriter.WriteFile(Add(state, "x"), new ReplaceOptions(), CancellationToken.None);
        Assert.Equal(["é€😀", "x"], TemporaryFolder.Snapshot(path).Unordered[0].Item.TakeLast(2)
            .Select(item => item.Name));
        Assert.Equal(["names.dxl"], _folder.Content);

        static ChangePlan Add(DirectorySnapshot state, string item) => ChangePlan.Make(
            state,
            [new PlannedEdit(
                state.Unordered[0], current => [TextEdit.Insert(current.Layout.ContentEnd, $"<item name='{item}'/>")])],
            preserveOrder: false, Now);
    }

    private static ChangePlan Plan(DirectorySnapshot state, IEnumerable<ForeignDomainDocument>? documents = null) =>
        ChangePlan.Make(state, ChangePlanTests.Remove(documents ?? state.Unordered), preserveOrder: false, Now);

    private static void AssertFails(string id, string target, ChangePlan plan)
    {
        CoexException error = Assert
            .Throws<CoexException>(() => PlanWriter.WriteFile(plan, new ReplaceOptions(), CancellationToken.None));
        Assert.True(error.ErrorId == id, $"{error.ErrorId}: {error.Message}");
        Assert.Equal(target, error.Target);
    }

    // The state that a change gave is what reading the file anew gives.
    private static void AssertIsState(string path, DirectorySnapshot state)
    {
        DirectorySnapshot read = TemporaryFolder.Snapshot(path);
        Assert.Equal(
            read.Content.Documents.Select(document => document.Text),
            state.Content.Documents.Select(document => document.Text));
        Assert.Equal(read.Content.Layout().Positions, state.Content.Layout().Positions);
        Assert.Equal(read.Content.Layout().Outline, state.Content.Layout().Outline);
        Assert.Equal(
            read.Content.Layout().AccessControlList?.Position, state.Content.Layout().AccessControlList?.Position);
        Assert.Equal(
            read.Content.Documents.Select(document => document.Key),
            state.Content.Documents.Select(document => document.Key));
        Assert.Equal(read.Content.Layout().Stamp.Hash, state.Content.Layout().Stamp.Hash);
        Assert.Equal(read.Content.Layout().Stamp.Length, state.Content.Layout().Stamp.Length);
        Assert.Equal(
            read.InOrder(OrderBy.Modified).Select(document => (document.Document.Key, document.Priority)),
            state.InOrder(OrderBy.Modified).Select(document => (document.Document.Key, document.Priority)));
    }
}
