using CoexTools.Changes;
using CoexTools.CrashChild;
using CoexTools.Files;
using CoexTools.Model;

namespace CoexTools.Tests.Durability;

/// <summary>
/// The permissions are a part of the file: a change keeps them, or refuses, and lets no other user in.
/// </summary>
public sealed class PermissionTests : IDisposable
{
    private readonly Workplace _place;

    public PermissionTests()
    {
        UnixUser.Require();
        _place = Workplace.Make(10_000, CopyWay.System);
        UnixUser.Run("chmod", "777", _place.Folder);
    }

    private string LockPath => Path.Combine(_place.Folder, ".names.dxl.lock");

    public void Dispose() => _place?.Dispose();

    [Theory]
    [InlineData(CopyWay.Hashed)]
    [InlineData(CopyWay.Portable)]
    [InlineData(CopyWay.System)]
    public void A_member_of_the_group_keeps_the_group(CopyWay way)
    {
        UnixUser.Give(_place.FilePath, 0, UnixUser.Team, "660");
        AssertDone(Child.StartAs(UnixUser.Alice, [UnixUser.Team], "once", way, _place.FilePath));
        Assert.Equal($"{UnixUser.Alice}:{UnixUser.Team} 660", UnixUser.Describe(_place.FilePath));
        Assert.Equal($"{UnixUser.Alice}:{UnixUser.Team} 660", UnixUser.Describe(_place.JournalPath));

        // Another member, and the administrator, go on with the file and the journal of the first one.
        AssertDone(Child.StartAs(UnixUser.Bob, [UnixUser.Team], "once", way, _place.FilePath));
        Assert.Equal($"{UnixUser.Bob}:{UnixUser.Team} 660", UnixUser.Describe(_place.FilePath));
        Assert.Equal($"{UnixUser.Alice}:{UnixUser.Team} 660", UnixUser.Describe(_place.JournalPath));
        _place.AssertNextCommandWorks();
        Assert.Equal($"{UnixUser.Bob}:{UnixUser.Team} 660", UnixUser.Describe(_place.FilePath));
    }

    [Fact]
    public void An_administrator_keeps_the_owner_and_the_group()
    {
        UnixUser.Give(_place.FilePath, UnixUser.Alice, UnixUser.Team, "640");
        _place.AssertNextCommandWorks();
        Assert.Equal($"{UnixUser.Alice}:{UnixUser.Team} 640", UnixUser.Describe(_place.FilePath));
        Assert.Equal($"{UnixUser.Alice}:{UnixUser.Team} 640", UnixUser.Describe(_place.JournalPath));
    }

    [Theory]
    [InlineData("664", "644")]
    [InlineData("666", "666")]
    [InlineData("674", "644")]
    public void A_group_that_cannot_be_kept_is_an_error_and_force_drops_its_permissions(string before, string after)
    {
        UnixUser.Give(_place.FilePath, 0, UnixUser.Team, before);
        AssertRefused(Once(UnixUser.Alice, []), $"Its group (ID {UnixUser.Team}) cannot be kept", "Or use -Force");
        Assert.Equal($"0:{UnixUser.Team} {before}", UnixUser.Describe(_place.FilePath));

        AssertDone(Once(UnixUser.Alice, [], "force"));
        Assert.Equal($"{UnixUser.Alice}:{UnixUser.Alice} {after}", UnixUser.Describe(_place.FilePath));
        Assert.Equal($"{UnixUser.Alice}:{UnixUser.Alice} {after}", UnixUser.Describe(_place.JournalPath));
    }

    [Fact]
    public void An_owner_who_is_no_member_of_the_group_cannot_keep_it()
    {
        UnixUser.Give(_place.FilePath, UnixUser.Alice, UnixUser.Team, "660");
        AssertRefused(Once(UnixUser.Alice, []), $"Its group (ID {UnixUser.Team}) cannot be kept");
        AssertDone(Once(UnixUser.Alice, [], "force"));
        Assert.Equal($"{UnixUser.Alice}:{UnixUser.Alice} 600", UnixUser.Describe(_place.FilePath));
        Assert.Equal($"{UnixUser.Alice}:{UnixUser.Alice} 600", UnixUser.Describe(_place.JournalPath));
    }

    [Fact]
    public void The_access_control_list_is_kept_and_the_journal_has_it_too()
    {
        UnixUser.RequireAccessLists(_place.FilePath);
        UnixUser.Give(_place.FilePath, 0, UnixUser.Team, "640");
        UnixUser.Run("setfacl", "-m", $"u:{UnixUser.Alice}:rw,g:{UnixUser.Bob}:---,m::rw", _place.FilePath);
        string list = UnixUser.AccessList(_place.FilePath);
        Assert.Contains($"user:{UnixUser.Alice}:rw-", list);
        Assert.Contains("group::r--", list); // The mode has the mask in place of it.
        _place.AssertNextCommandWorks();
        Assert.Equal(list, UnixUser.AccessList(_place.FilePath));
        Assert.Equal(list, UnixUser.AccessList(_place.JournalPath));

        AssertDone(Once(UnixUser.Alice, [UnixUser.Team]));
        Assert.Equal(list, UnixUser.AccessList(_place.FilePath));
    }

    [Fact]
    public void Force_drops_the_group_from_the_access_control_list_and_keeps_the_users_in_it()
    {
        UnixUser.RequireAccessLists(_place.FilePath);
        UnixUser.Give(_place.FilePath, 0, UnixUser.Team, "660");
        UnixUser.Run("setfacl", "-m", $"u:{UnixUser.Alice}:rw,u:{UnixUser.Bob}:r", _place.FilePath);
        AssertRefused(Once(UnixUser.Alice, []), "Its group");
        AssertDone(Once(UnixUser.Alice, [], "force"));
        string list = UnixUser.AccessList(_place.FilePath);
        Assert.Contains("group::---", list);
        Assert.Contains($"user:{UnixUser.Bob}:r--", list);
        Assert.Contains("mask::rw-", list);
    }

    [Theory]
    [InlineData("600")]
    [InlineData("660")]
    public void The_default_list_of_the_folder_lets_nobody_into_a_file_of_the_change(string mode)
    {
        UnixUser.RequireAccessLists(_place.FilePath);
        UnixUser.Give(_place.FilePath, 0, UnixUser.Team, mode);
        UnixUser.Run("setfacl", "-d", "-m", $"u:{UnixUser.Eve}:rw,m::rw", _place.Folder);
        var seen = new HashSet<string>();
        DirectorySnapshot directory = _place.Read();
        FileChanger.Change(directory, FileChanger.Turn(directory), _ => Look(), _place.Way);
        Look();
        Assert.Superset(new HashSet<string> { ".lock", ".tmp", ".journal", ".dxl" }, seen);
        Assert.Equal($"0:{UnixUser.Team} {mode}", UnixUser.Describe(_place.FilePath));
        Assert.Equal($"0:{UnixUser.Team} {mode}", UnixUser.Describe(_place.JournalPath));

        void Look()
        {
            foreach (string path in System.IO.Directory.GetFiles(_place.Folder))
            {
                seen.Add(Path.GetExtension(path));
                // In a private file, the list has a mask that permits nothing.
                string list = UnixUser.AccessList(path);
                Assert.True(
                    !list.Contains($"user:{UnixUser.Eve}:", StringComparison.Ordinal)
                        || list.Contains("mask::---", StringComparison.Ordinal),
                    $"{path}\n{list}");
            }
        }
    }

    [Fact]
    public void An_access_control_list_that_cannot_be_kept_is_an_error_and_force_drops_the_permissions_of_the_group()
    {
        UnixUser.RequireAccessLists(_place.FilePath);
        Tracer.Require();
        UnixUser.Give(_place.FilePath, 0, UnixUser.Team, "640");
        UnixUser.Run("setfacl", "-m", $"u:{UnixUser.Alice}:rw", _place.FilePath);
        AssertRefused(OnceWithFault("EOPNOTSUPP"), "Its access control list cannot be kept");
        AssertDone(OnceWithFault("EOPNOTSUPP", "force"));
        Assert.Equal($"0:{UnixUser.Team} 600", UnixUser.Describe(_place.FilePath));
        Assert.Equal($"0:{UnixUser.Team} 600", UnixUser.Describe(_place.JournalPath));
    }

    [Fact]
    public void Extended_attributes_are_kept_and_one_that_cannot_be_kept_is_named()
    {
        UnixUser.RequireAttributes(_place.FilePath);
        Tracer.Require();
        UnixUser.Run("setfattr", "-n", "user.comment", "-v", "exported by Ada", _place.FilePath);
        UnixUser.Run("setfattr", "-n", "user.empty", _place.FilePath);
        string attributes = UnixUser.Run("getfattr", "-d", "--absolute-names", _place.FilePath);
        Assert.Contains("user.comment", attributes);
        _place.AssertNextCommandWorks();
        Assert.Equal(attributes, UnixUser.Run("getfattr", "-d", "--absolute-names", _place.FilePath));

        AssertRefused(OnceWithFault("ENOSPC"), "Its extended attribute 'user.");
        AssertDone(OnceWithFault("ENOSPC", "force"));
        Assert.Equal("", UnixUser.Run("getfattr", "-d", _place.FilePath));
    }

    [Fact]
    public void An_export_that_replaces_a_file_keeps_its_permissions()
    {
        string path = Path.Combine(_place.Folder, "export.dxl");
        File.WriteAllText(path, "");
        UnixUser.Give(path, UnixUser.Alice, UnixUser.Team, "640");
        Export(path);
        Assert.Equal([1], File.ReadAllBytes(path));
        Assert.Equal($"{UnixUser.Alice}:{UnixUser.Team} 640", UnixUser.Describe(path));
    }

    [Fact]
    public void An_export_that_replaces_a_file_keeps_its_extended_attributes()
    {
        UnixUser.RequireAttributes(_place.FilePath);
        string path = Path.Combine(_place.Folder, "export.dxl");
        File.WriteAllText(path, "");
        UnixUser.Run("setfattr", "-n", "user.comment", "-v", "kept", path);
        Export(path);
        Assert.Equal([1], File.ReadAllBytes(path));
        Assert.Contains("kept", UnixUser.Run("getfattr", "-d", "--absolute-names", path));
    }

    // A private file, a file of another user that can take its place, and the path for the private file meanwhile.
    private (string Attack, string Aside) PrepareSwap()
    {
        UnixUser.Give(_place.FilePath, 0, 0, "600");
        string attack = Path.Combine(_place.Folder, "attack.dxl");
        File.WriteAllText(attack, "attack");
        UnixUser.Give(attack, UnixUser.Eve, UnixUser.Eve, "666");
        return (attack, Path.Combine(_place.Folder, "aside.dxl"));
    }

    [Theory]
    [InlineData(CopyWay.Hashed, nameof(FileStep.Flush))]
    [InlineData(CopyWay.System, nameof(FileStep.Flush))]
    [InlineData(CopyWay.Hashed, nameof(FileStep.CopyPermissions))]
    [InlineData(CopyWay.System, nameof(FileStep.CopyPermissions))]
    [InlineData(CopyWay.Portable, nameof(FileStep.Announce))]
    [InlineData(CopyWay.Hashed, nameof(FileStep.Rename))]
    [InlineData(CopyWay.System, nameof(FileStep.Rename))]
    public void A_file_that_is_swapped_during_a_change_does_not_get_the_content(CopyWay way, string reached)
    {
        FileStep at = Enum.Parse<FileStep>(reached);
        (string attack, string aside) = PrepareSwap();
        DirectorySnapshot directory = _place.Read();
        CoexException error = Fails(directory, step =>
        {
            foreach (string path in System.IO.Directory.GetFiles(_place.Folder))
            {
                if (path != attack && path != _place.FilePath)
                    Assert.DoesNotContain($"{UnixUser.Eve}", UnixUser.Describe(path));
            }
            if (step == at)
            {
                File.Move(_place.FilePath, aside);
                File.Move(attack, _place.FilePath);
            }
        }, way);
        Assert.Equal("FileChanged", error.ErrorId);
        Assert.Equal("attack", File.ReadAllText(_place.FilePath));
        Assert.Equal($"{UnixUser.Eve}:{UnixUser.Eve} 666", UnixUser.Describe(_place.FilePath));
        Assert.Equal(_place.Original, File.ReadAllBytes(aside));
        Assert.Equal("0:0 600", UnixUser.Describe(aside));
        Assert.Equal(["aside.dxl", "names.dxl"], _place.Content);
    }

    [Fact]
    public void A_file_that_is_swapped_for_a_moment_keeps_its_own_permissions()
    {
        (string attack, string aside) = PrepareSwap();
        DirectorySnapshot directory = _place.Read();
        try
        {
            FileChanger.Change(directory, FileChanger.Turn(directory), step =>
            {
                if (step == FileStep.CopyPermissions)
                {
                    File.Move(_place.FilePath, aside);
                    File.Move(attack, _place.FilePath);
                }
                else if (step == FileStep.Announce)
                {
                    string temporary = System.IO.Directory.GetFiles(_place.Folder, "*.tmp").Single();
                    Assert.Equal("0:0 600", UnixUser.Describe(temporary));
                    File.Move(_place.FilePath, attack);
                    File.Move(aside, _place.FilePath);
                }
            }, _place.Way);
        }
        catch (CoexException e)
        {
            Assert.Equal("FileChanged", e.ErrorId); // A rename changes the status of the file.
        }
        Assert.Equal("0:0 600", UnixUser.Describe(_place.FilePath));
        Assert.Equal("attack", File.ReadAllText(attack));
    }

    [Theory]
    [InlineData(CopyWay.Hashed, nameof(FileStep.Flush))]
    [InlineData(CopyWay.System, nameof(FileStep.CopyPermissions))]
    [InlineData(CopyWay.Hashed, nameof(FileStep.Announce))]
    [InlineData(CopyWay.Portable, nameof(FileStep.Rename))]
    public void What_another_program_writes_until_the_rename_is_not_lost(CopyWay way, string reached)
    {
        FileStep at = Enum.Parse<FileStep>(reached);
        DirectorySnapshot directory = _place.Read();
        byte[] other = [];
        CoexException error = Fails(directory, step =>
        {
            if (step != at)
                return;
            Thread.Sleep(30); // So that the clock of the system goes on.
            File.AppendAllText(_place.FilePath, "<!-- other -->");
            other = File.ReadAllBytes(_place.FilePath);
        }, way);
        Assert.Equal("FileChanged", error.ErrorId);
        Assert.NotEmpty(other);
        Assert.Equal(other, File.ReadAllBytes(_place.FilePath));
        Assert.Equal(["names.dxl"], _place.Content);
    }

    [Fact]
    public void A_file_that_appears_during_an_export_stays()
    {
        string path = Path.Combine(_place.Folder, "new.dxl");
        CoexException error = Assert.Throws<CoexException>(() => FileUpdate.Create(
            path, stream => stream.WriteByte(1), new ReplaceOptions
            {
                Force = true,
                Reaching = step =>
                {
                    if (step == FileStep.Rename)
                        File.WriteAllText(path, "other");
                },
            },
            TestContext.Current.CancellationToken));
        Assert.Equal("FileChanged", error.ErrorId);
        Assert.Equal("other", File.ReadAllText(path));
        Assert.Equal(["names.dxl", "new.dxl"], _place.Content);
    }

    [Theory]
    [InlineData("", "666")]
    [InlineData("", "600")]
    [InlineData("planted", "644")]
    public void A_journal_that_another_user_planted_is_neither_written_nor_read(string content, string mode)
    {
        UnixUser.Give(_place.FilePath, 0, 0, "600");
        DirectorySnapshot directory = _place.Read();
        if (content.Length > 0)
            content = Planted(directory);
        File.WriteAllText(_place.JournalPath, content);
        UnixUser.Give(_place.JournalPath, UnixUser.Eve, UnixUser.Eve, mode);
        CoexException error = Assert.Throws<CoexException>(() => Change(directory));
        Assert.Equal("WriteFailed", error.ErrorId);
        Assert.Contains($"'{_place.JournalPath}' belongs to another user (ID {UnixUser.Eve})", error.Message);
        Assert.Equal(content, File.ReadAllText(_place.JournalPath));
        Assert.Equal(_place.Original, File.ReadAllBytes(_place.FilePath));

        error = Assert.Throws<CoexException>(
            () => ChangeHistory.Read(_place.FilePath, _ => { }, TestContext.Current.CancellationToken));
        Assert.Equal("FileUnreadable", error.ErrorId);
        Assert.Contains($"'{_place.JournalPath}' belongs to another user", error.Message);

        File.Delete(_place.JournalPath);
        _place.AssertNextCommandWorks();

        string Planted(DirectorySnapshot from)
        {
            // As a command of the attacker writes it, for a copy of the file.
            Change(from);
            string journal = File.ReadAllText(_place.JournalPath);
            File.Delete(_place.JournalPath);
            File.WriteAllBytes(_place.FilePath, _place.Original);
            directory = _place.Read();
            return journal;
        }
    }

    [Theory]
    [InlineData("600", 0, "644")]
    [InlineData("600", UnixUser.Team, "640")]
    [InlineData("640", UnixUser.Bob, "640")]
    public void A_journal_that_more_users_can_access_than_the_file_is_not_written(
        string mode, int group, string journalMode)
    {
        UnixUser.Give(_place.FilePath, 0, UnixUser.Team, mode);
        _place.AssertNextCommandWorks();
        UnixUser.Give(_place.JournalPath, 0, group, journalMode);
        byte[] journal = File.ReadAllBytes(_place.JournalPath), file = File.ReadAllBytes(_place.FilePath);
        DirectorySnapshot directory = _place.Read();
        CoexException error = Assert.Throws<CoexException>(() => Change(directory));
        Assert.Equal("WriteFailed", error.ErrorId);
        Assert.Contains($"'{_place.JournalPath}' can be accessed by users who cannot access the file.", error.Message);
        Assert.Equal(journal, File.ReadAllBytes(_place.JournalPath));
        Assert.Equal(file, File.ReadAllBytes(_place.FilePath));

        UnixUser.Give(_place.JournalPath, 0, UnixUser.Team, mode);
        _place.AssertNextCommandWorks();
    }

    [Fact]
    public void A_journal_whose_access_control_list_names_another_user_is_not_written()
    {
        UnixUser.RequireAccessLists(_place.FilePath);
        UnixUser.Give(_place.FilePath, 0, UnixUser.Team, "640");
        _place.AssertNextCommandWorks();
        UnixUser.Run("setfacl", "-m", $"u:{UnixUser.Eve}:r", _place.JournalPath);
        DirectorySnapshot directory = _place.Read();
        CoexException error = Assert.Throws<CoexException>(() => Change(directory));
        Assert.Contains("can be accessed by users who cannot access the file.", error.Message);
        UnixUser.Run("setfacl", "-m", $"u:{UnixUser.Eve}:r", _place.FilePath);
        _place.AssertNextCommandWorks();
    }

    [Theory]
    [InlineData("664")]
    [InlineData("644")]
    public void The_lock_that_a_killed_command_of_another_user_left_is_taken_over(string mode)
    {
        UnixUser.Give(_place.FilePath, UnixUser.Alice, UnixUser.Team, mode);
        LeaveLock();
        Assert.Equal($"{UnixUser.Alice}:{UnixUser.Team} {mode}", UnixUser.Describe(LockPath));
        // Without permission to write, the file counts as read-only.
        AssertDone(Once(UnixUser.Bob, [UnixUser.Team], "force"));
        Assert.Equal(["names.dxl", "names.dxl.journal"], _place.Content);
    }

    [Fact]
    public void A_lock_that_its_owner_deletes_while_another_command_checks_it_is_tried_again()
    {
        Tracer.Require();
        LeaveLock();
        AssertDone(Child.StartWithFault(
            "openat", "ENOENT:when=2", "once", _place.Way, [_place.FilePath], onlyPath: LockPath));
        Assert.Equal(["names.dxl", "names.dxl.journal"], _place.Content);
    }

    [Fact]
    public void The_lock_of_a_living_command_of_another_user_is_respected()
    {
        UnixUser.Give(_place.FilePath, UnixUser.Alice, UnixUser.Team, "644");
        using Child owner = Child.StartAs(UnixUser.Alice, [UnixUser.Team], "hold", CopyWay.System, _place.FilePath);
        owner.ReadUntil('L');
        using Child other = Once(UnixUser.Bob, [UnixUser.Team]);
        Assert.Equal("FileLocked", other.ReadToEnd().Output);
        Assert.Equal(_place.Original, File.ReadAllBytes(_place.FilePath));
        owner.Kill();
    }

    [Fact]
    public void A_lock_of_another_user_that_the_folder_does_not_allow_to_delete_does_not_block()
    {
        UnixUser.Give(_place.FilePath, UnixUser.Bob, UnixUser.Team, "664");
        LeaveLock();
        UnixUser.Run("chmod", "1777", _place.Folder);
        for (int i = 0; i < 2; i++)
            AssertDone(Once(UnixUser.Bob, [UnixUser.Team]));
        Assert.Equal([".names.dxl.lock", "names.dxl", "names.dxl.journal"], _place.Content);
    }

    [Fact]
    public void A_lock_that_cannot_be_opened_is_named_with_what_to_do()
    {
        UnixUser.Give(_place.FilePath, UnixUser.Bob, UnixUser.Team, "664");
        File.WriteAllText(LockPath, "");
        UnixUser.Give(LockPath, UnixUser.Alice, UnixUser.Alice, "600");
        AssertRefused(
            Once(UnixUser.Bob, [UnixUser.Team]),
            $"You do not have permission to open its lock file '{LockPath}'", $"delete '{LockPath}'");
        Assert.Equal(_place.Original, File.ReadAllBytes(_place.FilePath));
        File.Delete(LockPath);
    }

    private DirectorySnapshot Change(DirectorySnapshot directory) =>
        FileChanger.Change(directory, FileChanger.Turn(directory), way: _place.Way);

    private static void Export(string path) => FileUpdate.Create(
        path, stream => stream.WriteByte(1), new ReplaceOptions { Force = true },
        TestContext.Current.CancellationToken);

    private static CoexException Fails(DirectorySnapshot directory, Action<FileStep> reaching, CopyWay way) =>
        Assert.Throws<CoexException>(
            () => FileChanger.Change(directory, FileChanger.Turn(directory), reaching, way));

    private Child Once(int user, int[] groups, params string[] arguments) =>
        Child.StartAs(user, groups, "once", _place.Way, [_place.FilePath, .. arguments]);

    private Child OnceWithFault(string error, params string[] arguments) =>
        Child.StartWithFault("fsetxattr", error, "once", _place.Way, [_place.FilePath, .. arguments]);

    private void LeaveLock()
    {
        using Child owner = Child.StartAs(UnixUser.Alice, [UnixUser.Team], "hold", CopyWay.System, _place.FilePath);
        owner.ReadUntil('L');
        owner.Kill();
        Assert.Contains(".names.dxl.lock", _place.Content);
    }

    private static void AssertDone(Child child)
    {
        using (child)
        {
            (string output, string error, _) = child.ReadToEnd();
            Assert.True(output == "done" && error == "", $"{output} {error}");
        }
    }

    private static void AssertRefused(Child child, string message, string action = "")
    {
        using (child)
        {
            (string output, string error, _) = child.ReadToEnd();
            Assert.Equal("WriteFailed", output);
            Assert.Contains(message, error);
            Assert.Contains(action, error);
        }
    }
}
