using CoexTools.Changes;
using CoexTools.CrashChild;
using CoexTools.Files;
using CoexTools.Model;

namespace CoexTools.Tests.Durability;

/// <summary>
/// The replacement of a file in two steps, as on Windows: the old file gets a backup name, and then the new file gets
/// its path. Whatever happens in between, the old file or the new one is at the path, or a file that an error names.
/// </summary>
public sealed class ReplacementTests : IDisposable
{
    private const int SharingViolation = unchecked((int)0x80070020);
    private const int UnableToRemoveReplaced = unchecked((int)0x80070497);
    private const int UnableToMoveReplacement = unchecked((int)0x80070498);
    private const int UnableToMoveReplacement2 = unchecked((int)0x80070499);

    private readonly Workplace _place = Workplace.Make(10_000);
    private readonly DirectorySnapshot _directory;
    private readonly byte[] _file, _journal;

    public ReplacementTests()
    {
        _place.AssertNextCommandWorks(); // So that there is a journal.
        _directory = _place.Read();
        _file = File.ReadAllBytes(_place.FilePath);
        _journal = File.ReadAllBytes(_place.JournalPath);
    }

    public void Dispose()
    {
        if (File.Exists(_place.FilePath))
            File.SetAttributes(_place.FilePath, FileAttributes.Normal);
        _place.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_replacement_that_fails_between_its_steps_restores_the_file(bool isReadOnly)
    {
        if (isReadOnly)
            File.SetAttributes(_place.FilePath, FileAttributes.ReadOnly);
        CoexException error = Fails((_, target, backup) =>
        {
            File.Move(target, backup);
            throw new IOException("Unable to move the replacement file.", UnableToMoveReplacement2);
        });
        Assert.EndsWith("The file was not changed.", error.Message);
        Assert.Equal(isReadOnly, (File.GetAttributes(_place.FilePath) & FileAttributes.ReadOnly) != 0);
        AssertUnchanged();
        File.SetAttributes(_place.FilePath, FileAttributes.Normal);
        _place.AssertNextCommandWorks();
    }

    [Fact]
    public void A_file_that_another_program_creates_between_the_steps_stays_and_the_error_names_the_old_file()
    {
        CoexException error = Fails((_, target, backup) =>
        {
            File.Move(target, backup);
            File.WriteAllText(target, "rival");
            throw new IOException("Unable to move the replacement file.", UnableToMoveReplacement2);
        });
        string kept = Assert.Single(_place.Content, name => name.EndsWith(".saved", StringComparison.Ordinal));
        Assert.Contains($"The previous file is '{Path.Combine(_place.Folder, kept)}'.", error.Message);
        Assert.DoesNotContain("unchanged", error.Message);
        Assert.Equal(_file, File.ReadAllBytes(Path.Combine(_place.Folder, kept)));
        Assert.Equal("rival", File.ReadAllText(_place.FilePath));
        Assert.Equal(["names.dxl", kept, "names.dxl.journal"], _place.Content);
        Assert.Equal(_journal, File.ReadAllBytes(_place.JournalPath));

        File.Move(Path.Combine(_place.Folder, kept), _place.FilePath, overwrite: true);
        _place.AssertNextCommandWorks();
    }

    [Fact]
    public void A_new_file_is_not_deleted_while_no_file_is_at_the_path()
    {
        byte[] written = [];
        CoexException error = Fails((temporary, target, _) =>
        {
            written = File.ReadAllBytes(temporary);
            File.Delete(target); // As ReplaceFile without a backup does.
            throw new IOException("Unable to move the replacement file.", UnableToMoveReplacement);
        });
        string kept = Assert.Single(_place.Content, name => name.EndsWith(".saved", StringComparison.Ordinal));
        Assert.Contains($"The new file is '{Path.Combine(_place.Folder, kept)}'.", error.Message);
        Assert.DoesNotContain("unchanged", error.Message);
        Assert.NotEmpty(written);
        Assert.Equal(written, File.ReadAllBytes(Path.Combine(_place.Folder, kept)));
        Assert.Equal([kept, "names.dxl.journal"], _place.Content);
        File.WriteAllBytes(_place.FilePath, _file);
    }

    [Fact]
    public void An_old_file_that_was_not_restored_is_kept_if_another_program_creates_the_file()
    {
        CoexException error = Fails((_, target, backup) =>
        {
            File.Move(target, backup);
            System.IO.Directory.CreateDirectory(target); // Prevents that the old file is restored.
            throw new IOException("Unable to move the replacement file.", UnableToMoveReplacement2);
        });
        string backup = Assert.Single(_place.Content, name => name.EndsWith(".bak", StringComparison.Ordinal));
        Assert.Contains($"The previous file is '{Path.Combine(_place.Folder, backup)}'.", error.Message);

        System.IO.Directory.Delete(_place.FilePath);
        File.WriteAllText(_place.FilePath, "rival");
        FileReplacement.Recover(_place.FilePath);
        string kept = Assert.Single(_place.Content, name => name.EndsWith(".saved", StringComparison.Ordinal));
        Assert.Equal(_file, File.ReadAllBytes(Path.Combine(_place.Folder, kept)));
        Assert.Equal("rival", File.ReadAllText(_place.FilePath));
    }

    [Fact]
    public void An_error_after_the_last_step_does_not_claim_that_nothing_was_written()
    {
        FileChanger.Change(_directory, FileChanger.Turn(_directory), replaceFile: (temporary, target, backup) =>
        {
            FileChanger.ReplaceInSteps(temporary, target, backup);
            throw new IOException("The network name is no longer available.", unchecked((int)0x80070040));
        });
        _place.AssertAgrees(_place.History());
        Assert.Equal(2, _place.History().Count);
        Assert.Equal(["names.dxl", "names.dxl.journal"], _place.Content);
    }

    [Theory]
    [InlineData(SharingViolation)]
    [InlineData(UnableToRemoveReplaced)]
    [InlineData(0)]
    public void A_file_that_another_program_holds_for_a_moment_is_replaced(int code)
    {
        int calls = 0;
        FileChanger.Change(_directory, FileChanger.Turn(_directory), replaceFile: (temporary, target, backup) =>
        {
            if (++calls < 4)
                throw code == 0 ? new UnauthorizedAccessException("Access is denied.") : new IOException(
                    "The file is in use.", code);
            FileChanger.ReplaceInSteps(temporary, target, backup);
        });
        Assert.Equal(4, calls);
        _place.AssertAgrees(_place.History());
        Assert.Equal(["names.dxl", "names.dxl.journal"], _place.Content);
    }

    [Theory]
    [InlineData(SharingViolation, true)]
    [InlineData(UnableToMoveReplacement, false)]
    public void A_file_that_cannot_be_replaced_is_unchanged(int code, bool isRepeated)
    {
        int calls = 0;
        CoexException error = Fails((_, _, _) =>
        {
            calls++;
            throw new IOException("The file is in use.", code);
        });
        Assert.EndsWith("The file is in use. The file was not changed.", error.Message);
        Assert.Equal(isRepeated, calls > 1);
        AssertUnchanged();
    }

    [Fact]
    public void The_system_replaces_a_file_that_another_program_releases()
    {
        // On Windows, an open file that is not shared for deletion cannot be replaced.
        using var other = new FileStream(_place.FilePath, FileMode.Open, FileAccess.Read, FileShare.Read);
        using var release = new Timer(_ => other.Dispose());
        FileChanger.Change(_directory, FileChanger.Turn(_directory), step =>
        {
            if (step == FileStep.Rename)
                release.Change(300, Timeout.Infinite);
        });
        _place.AssertAgrees(_place.History());
        Assert.Equal(["names.dxl", "names.dxl.journal"], _place.Content);
    }

    [Fact]
    public void Nothing_is_lost_while_another_program_creates_the_file_again_and_again()
    {
        for (int round = 0; round < 25; round++)
        {
            byte[] before = File.ReadAllBytes(_place.FilePath);
            DirectorySnapshot directory = _place.Read();
            bool isEnded = false;
            var rival = new Thread(() =>
            {
                while (!Volatile.Read(ref isEnded))
                {
                    try
                    {
                        File.Open(
                            _place.FilePath, FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite
                                | FileShare.Delete).Dispose();
                    }
                    catch (Exception e) when (e is IOException or UnauthorizedAccessException)
                    {
                        // The file exists.
                    }
                }
            })
            {
                IsBackground = true, // Does not keep the process alive if the test fails.
            };
            CoexException? error = null;
            try
            {
                FileChanger.Change(
                    directory, FileChanger.Turn(directory), step =>
                    {
                        if (step == FileStep.Rename)
                            rival.Start();
                    },
                    replaceFile: OperatingSystem.IsWindows() ? null : FileChanger.ReplaceInSteps);
            }
            catch (CoexException e)
            {
                error = e;
            }
            finally
            {
                Volatile.Write(ref isEnded, true);
                if (!rival.ThreadState.HasFlag(ThreadState.Unstarted))
                    rival.Join();
            }

            if (new FileInfo(_place.FilePath).Length == 0)
            {
                Assert.Equal("WriteFailed", error?.ErrorId);
                string kept = Assert.Single(_place.Content, name => name.EndsWith(".saved", StringComparison.Ordinal));
                Assert.Contains(kept, error!.Message, StringComparison.Ordinal);
                File.Move(Path.Combine(_place.Folder, kept), _place.FilePath, overwrite: true);
            }
            Assert.Equal(error is not null, before.AsSpan().SequenceEqual(File.ReadAllBytes(_place.FilePath)));
            _place.AssertAgrees(_place.History());
            Assert.Equal(["names.dxl", "names.dxl.journal"], _place.Content);
        }
    }

    [Fact]
    public async Task Readers_and_other_commands_wait_while_no_file_is_at_the_path()
    {
        Task<DirectorySnapshot>? reader = null;
        Task? command = null;
        FileChanger.Change(_directory, FileChanger.Turn(_directory), replaceFile: (temporary, target, backup) =>
        {
            File.Move(target, backup);
            reader = Task.Run(_place.Read);
            command = Task.Run(() => FileChanger.Change(_directory, FileChanger.Turn(_directory)));
            Thread.Sleep(200); // Both look for the file.
            Assert.False(reader.IsCompleted);
            Assert.False(command.IsCompleted);
            File.Move(temporary, target);
        });
        Assert.Equal(_place.Hash(), (await reader!).Content.Layout().Stamp.Hash);
        Assert.Equal("FileChanged", (await Assert.ThrowsAsync<CoexException>(() => command!)).ErrorId);
        _place.AssertAgrees(_place.History());
        Assert.Equal(["names.dxl", "names.dxl.journal"], _place.Content);
    }

    [Theory]
    [InlineData("read")]
    [InlineData("history")]
    [InlineData("change")]
    [InlineData("search")]
    public void The_next_command_restores_the_file_of_a_process_killed_between_the_steps(string next)
    {
        using (Child child = Child.Start("gap", CopyWay.Hashed, _place.FilePath))
        {
            (string said, string error, _) = child.ReadToEnd();
            Assert.True(said == "D", error);
        }
        Assert.False(File.Exists(_place.FilePath));
        switch (next)
        {
            case "read":
                Assert.Equal(_directory.Content.Layout().Stamp.Hash, _place.Read().Content.Layout().Stamp.Hash);
                break;
            case "history":
                Assert.Single(_place.History());
                break;
            case "search":
                FileReplacement.AwaitAll(_place.Folder);
                break;
            default:
                FileChanger.Change(_directory, FileChanger.Turn(_directory));
                Assert.Equal(2, _place.History().Count);
                break;
        }
        Assert.Equal(next != "change", _file.AsSpan().SequenceEqual(File.ReadAllBytes(_place.FilePath)));
        _place.AssertAgrees(_place.History());
        _place.AssertNextCommandWorks();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_backup_is_deleted_only_when_its_replacement_is_complete(bool isComplete)
    {
        string temporary = FileReplacement.TemporaryName(_place.FilePath), backup = Path.ChangeExtension(
            temporary, ".bak");
        string foreign = Path.Combine(_place.Folder, ".names.dxl.mine.bak");
        File.WriteAllText(backup, "old");
        File.WriteAllText(foreign, "not a backup of CoexTools");
        if (!isComplete)
            File.WriteAllText(temporary, "new"); // The file at the path is neither the old one nor the new one.
        FileReplacement.Recover(_place.FilePath);
        string[] kept = [.. _place.Content.Where(name => name.EndsWith(".saved", StringComparison.Ordinal))];
        Assert.Equal(isComplete ? 0 : 1, kept.Length);
        Assert.All(kept, name => Assert.Equal("old", File.ReadAllText(Path.Combine(_place.Folder, name))));
        Assert.Equal([Path.GetFileName(foreign), "names.dxl", .. kept, "names.dxl.journal"], _place.Content);
        Assert.Equal(_file, File.ReadAllBytes(_place.FilePath));
    }

    [Fact]
    public void A_lock_whose_owner_is_deleting_it_is_acquired()
    {
        int calls = 0;
        using (FileLock.Take(_place.FilePath, CancellationToken.None, path =>
            ++calls < 4 ? throw new UnauthorizedAccessException("Access is denied.") : new FileStream(
                path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1,
                FileOptions.DeleteOnClose)))
        {
            Assert.Equal(4, calls);
            Assert.Contains(".names.dxl.lock", _place.Content);
        }
        Assert.Equal(["names.dxl", "names.dxl.journal"], _place.Content);
    }

    [Fact]
    public void A_lock_that_may_not_be_created_is_an_error_of_its_own() =>
        Assert.Throws<UnauthorizedAccessException>(() =>
            FileLock.Take(
                _place.FilePath, CancellationToken.None, _ => throw new UnauthorizedAccessException(
                    "Access is denied.")));

    [WindowsTheory]
    [InlineData("names.dxl.")]
    [InlineData("names.dxl ")]
    [InlineData("names.dxl. .")]
    [InlineData(@"sub\..\names.dxl")]
    public void A_name_that_Windows_takes_for_the_same_file_has_the_same_lock_and_journal(string name)
    {
        string path = Path.Combine(_place.Folder, name);
        Assert.Equal(_place.FilePath, FilePlace.FinalTarget(path));
        DirectorySnapshot directory = FileChanger.Read(path);
        FileChanger.Change(directory, FileChanger.Turn(directory));
        Assert.Equal(2, ChangeHistory.Read(path, _ => { }, CancellationToken.None).Count);
        _place.AssertAgrees(_place.History());
        Assert.Equal(["names.dxl", "names.dxl.journal"], _place.Content);
    }

    [WindowsTheory]
    [InlineData("names.dxl:stream")]
    [InlineData("names.dxl::$DATA")]
    public void A_stream_of_a_file_is_not_written(string name)
    {
        CoexException error = Assert.Throws<CoexException>(() => FileUpdate.Create(
            Path.Combine(_place.Folder, name), _ => { }, new ReplaceOptions { Force = true },
            CancellationToken.None));
        Assert.Equal("WriteFailed", error.ErrorId);
        AssertUnchanged();
    }

    [Theory]
    [InlineData(@"C:\data\names.dxl:stream", true)]
    [InlineData(@"C:\data\names.dxl::$DATA", true)]
    [InlineData(@"\\server\share\names.dxl:stream", true)]
    [InlineData("names.dxl:stream", true)]
    [InlineData(@"C:\data\names.dxl", false)]
    [InlineData(@"\\?\C:\data\names.dxl", false)]
    [InlineData("C:names.dxl", false)]
    [InlineData("n", false)]
    public void Windows_takes_some_names_for_streams(string path, bool isStream) =>
        Assert.Equal(isStream, FilePlace.IsStreamName(path));

    private CoexException Fails(Action<string, string, string> replace)
    {
        CoexException error = Assert.Throws<CoexException>(() =>
            FileChanger.Change(_directory, FileChanger.Turn(_directory), force: true, replaceFile: replace));
        Assert.Equal("WriteFailed", error.ErrorId);
        Assert.Equal(_place.FilePath, error.Target);
        return error;
    }

    private void AssertUnchanged()
    {
        Assert.Equal(_file, File.ReadAllBytes(_place.FilePath));
        Assert.Equal(_journal, File.ReadAllBytes(_place.JournalPath));
        Assert.Equal(["names.dxl", "names.dxl.journal"], _place.Content);
    }
}
