using System.Diagnostics;
using System.Text;
using CoexTools.Changes;
using CoexTools.CrashChild;
using CoexTools.Files;
using CoexTools.Model;
using CoexTools.Sources.Dxl.Editing;

namespace CoexTools.Tests.Durability;

/// <summary>A step of a change fails: the file is as it was, the journal as well, and nothing is left behind.</summary>
public abstract class FaultTests(CopyWay way)
{
    private static readonly string[] Untouched = ["names.dxl", "names.dxl.journal"];

    public static TheoryData<string, string> Faults
    {
        get
        {
            var faults = new TheoryData<string, string>();
            foreach (FileStep step in Enum.GetValues<FileStep>().Where(step => step != FileStep.FlushFolder))
            {
                faults.Add(step.ToString(), nameof(IOException));
                faults.Add(step.ToString(), nameof(UnauthorizedAccessException));
            }
            return faults;
        }
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_fault_at_a_step_leaves_everything_as_it_was(string reached, string fault)
    {
        foreach (bool hasJournal in new[] { false, true })
        {
            using Workplace place = Workplace.Make(500_000, way);
            if (hasJournal)
                place.AssertNextCommandWorks();
            FileStep at = Enum.Parse<FileStep>(reached);
            AssertFails(place, step =>
            {
                if (step == at)
                    throw Fault(fault);
            });
        }
    }

    [Fact]
    public void A_disk_that_is_full_at_whatever_block_leaves_everything_as_it_was()
    {
        using Workplace place = Workplace.Make(8_000_000, way);
        int blocks = 0;
        DirectorySnapshot directory = place.Read();
        FileChanger.Change(
            directory, FileChanger.Turn(directory), step => blocks += step == FileStep.Write ? 1 : 0, way);
        Assert.True(blocks > 8);
        for (int full = 1; full <= blocks; full++)
        {
            int left = full;
            AssertFails(place, step =>
            {
                if (step == FileStep.Write && --left == 0)
                    throw new IOException("No space left on device", 28);
            });
        }
        place.AssertNextCommandWorks();
    }

    [Fact]
    public void A_fault_behind_the_rename_does_not_claim_that_nothing_was_written()
    {
        foreach (string fault in new[] { nameof(IOException), nameof(UnauthorizedAccessException) })
        {
            using Workplace place = Workplace.Make(10_000, way);
            DirectorySnapshot directory = place.Read();
            DirectorySnapshot after = FileChanger.Change(directory, FileChanger.Turn(directory), step =>
            {
                if (step == FileStep.FlushFolder)
                    throw Fault(fault);
            }, way);
            Assert.Equal(place.Hash(), after.Content.Layout().Stamp.Hash);
            JournalEntry entry = Assert.Single(place.History());
            Assert.Equal(place.Hash(), entry.StateAfter);
            place.AssertAgrees([entry]);
            place.AssertNextCommandWorks();
        }
    }

    [Fact]
    public void A_lock_that_cannot_be_deleted_after_the_change_does_not_claim_that_nothing_was_written()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "On Windows, the system deletes the lock.");
        using Workplace place = Workplace.Make(10_000, way);
        string lockPath = Path.Combine(place.Folder, ".names.dxl.lock");
        DirectorySnapshot directory = place.Read();
        FileChanger.Change(directory, FileChanger.Turn(directory), step =>
        {
            if (step != FileStep.FlushFolder)
                return;
            File.Delete(lockPath);
            System.IO.Directory.CreateDirectory(lockPath); // It cannot be deleted as a file.
        }, way);
        System.IO.Directory.Delete(lockPath);
        place.AssertAgrees([Assert.Single(place.History())]);
        place.AssertNextCommandWorks();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_fault_while_a_directory_is_exported_leaves_the_file_that_was_there_or_none(bool isThere)
    {
        using Workplace place = Workplace.Make(10_000, way);
        string path = Path.Combine(place.Folder, isThere ? "names.dxl" : "new.dxl");
        DirectorySnapshot directory = place.Read();
        DirectoryContent imported = DirectoryImport.WithFrame(directory.Content, CancellationToken.None);
        foreach (FileStep at in Enum.GetValues<FileStep>().Where(step => step != FileStep.FlushFolder))
        {
            var options = new ReplaceOptions
            {
                Force = true,
                Reaching = step =>
                {
                    if (step == at)
                        throw Fault(nameof(IOException));
                },
            };
            CoexException error = Assert.Throws<CoexException>(() =>
                FileUpdate.Create(
                    path, stream => DirectoryExport.Write(
                        new DirectorySnapshot(imported), stream, CancellationToken.None), options,
                    CancellationToken.None));
            Assert.Equal("WriteFailed", error.ErrorId);
            Assert.Equal(["names.dxl"], place.Content);
            Assert.Equal(place.Original, File.ReadAllBytes(place.FilePath));
        }
        FileUpdate.Create(
            path, stream => DirectoryExport.Write(new DirectorySnapshot(imported), stream, CancellationToken.None),
            new ReplaceOptions { Force = true }, CancellationToken.None);
        // Its documents stand oldest first already. An export does not name the document type.
        string original = Encoding.UTF8.GetString(place.Original);
        string documentType = original.Split('\n')[1];
        Assert.StartsWith("<!DOCTYPE", documentType);
        Assert.Equal(original.Replace(documentType + "\n", ""), File.ReadAllText(path));
    }

    [Fact]
    public void A_file_that_is_read_only_is_changed_by_force_alone()
    {
        using Workplace place = Workplace.Make(10_000, way);
        place.AssertNextCommandWorks();
        File.SetAttributes(place.FilePath, FileAttributes.ReadOnly);
        AssertFails(place, _ => { });
        for (int i = 0; i < 2; i++)
        {
            DirectorySnapshot directory = place.Read();
            FileChanger.Change(directory, FileChanger.Turn(directory), way: way, force: true);
            Assert.True((File.GetAttributes(place.FilePath) & FileAttributes.ReadOnly) != 0);
        }
        Assert.Equal(3, place.History().Count);
        place.AssertAgrees(place.History());
        Assert.Equal(Untouched, place.Content);
        File.SetAttributes(place.FilePath, FileAttributes.Normal);
    }

    [Fact]
    public void Who_may_not_write_the_folder_leaves_everything_as_it_was()
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("The rights of a Windows folder are not given and taken by mode.");
        else
            Check();

        [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
        void Check()
        {
            using Workplace place = Workplace.Make(10_000, way);
            place.AssertNextCommandWorks();
            byte[] file = File.ReadAllBytes(place.FilePath), journal = File.ReadAllBytes(place.JournalPath);
            UnixFileMode mode = File.GetUnixFileMode(place.Folder);
            File.SetUnixFileMode(place.Folder, (UnixFileMode)0b101_101_101);
            try
            {
                Assert.Equal("WriteFailed", RunWithoutRights(place.FilePath));
            }
            finally
            {
                File.SetUnixFileMode(place.Folder, mode);
            }
            Assert.Equal(file, File.ReadAllBytes(place.FilePath));
            Assert.Equal(journal, File.ReadAllBytes(place.JournalPath));
            Assert.Equal(Untouched, place.Content);
        }
    }

    [Fact]
    public void A_user_without_rights_changes_a_read_only_file_by_force_again_and_again()
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("On Windows, a new file inherits the permissions of its folder.");
        else
            Check();

        [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
        void Check()
        {
            using Workplace place = Workplace.Make(10_000, way);
            File.SetUnixFileMode(place.Folder, (UnixFileMode)0b111_111_111);
            File.SetUnixFileMode(place.FilePath, (UnixFileMode)0b100_100_100);
            Assert.Equal("WriteFailed", RunWithoutRights(place.FilePath));
            Assert.Equal(["names.dxl"], place.Content);
            Assert.Equal("done", RunWithoutRights(place.FilePath, "force"));
            Assert.Equal("done", RunWithoutRights(place.FilePath, "force"));
            Assert.Equal(2, place.History().Count);
            place.AssertAgrees(place.History());
            Assert.Equal(Untouched, place.Content);
            Assert.Equal((UnixFileMode)0b100_100_100, File.GetUnixFileMode(place.FilePath));
        }
    }

    [Fact]
    public void A_disk_that_is_really_full_leaves_everything_as_it_was()
    {
        if (!OperatingSystem.IsLinux())
            Assert.Skip("A disk of one's own in memory is made on Linux only.");
        string mount = System.IO.Directory.CreateTempSubdirectory("coextools-full-").FullName;
        if (Environment.UserName != "root"
            || Run("mount", "-t", "tmpfs", "-o", "size=2m,mode=755", "tmpfs", mount) != 0)
        {
            System.IO.Directory.Delete(mount);
            Assert.Skip("Only an administrator who may mount can make a small disk.");
        }
        try
        {
            var folder = System.IO.Directory.CreateDirectory(Path.Combine(mount, "folder"));
            using Workplace place = Workplace.Make(500_000, way, folder.FullName);
            place.AssertNextCommandWorks();
            string filler = Path.Combine(mount, "filler");
            int failed = 0, worked = 0;
            // From a disk without any room to one with room for the file, but none for the journal, and at last for
            // both.
            for (long size = 1_600_000; size >= 400_000; size -= size > 1_200_000 ? 100_000 : 4096)
            {
                File.Delete(filler);
                Fill(filler, size);
                byte[] file = File.ReadAllBytes(place.FilePath), journal = File.ReadAllBytes(place.JournalPath);
                DirectorySnapshot directory = place.Read();
                try
                {
                    FileChanger.Change(directory, FileChanger.Turn(directory), way: way);
                    if (++worked == 3)
                        break;
                }
                catch (CoexException e)
                {
                    Assert.Equal("WriteFailed", e.ErrorId);
                    Assert.Equal(file, File.ReadAllBytes(place.FilePath));
                    Assert.Equal(journal, File.ReadAllBytes(place.JournalPath));
                    failed++;
                }
                Assert.Equal(Untouched, place.Content);
                place.AssertAgrees(place.History());
            }
            Assert.True(failed > 3, $"The disk was full {failed} times only.");
            Assert.Equal(3, worked);
        }
        finally
        {
            Assert.Equal(0, Run("umount", "-l", mount));
            System.IO.Directory.Delete(mount);
        }

        // As much as there is room for, up to a size.
        static void Fill(string path, long size)
        {
            using var stream = new FileStream(path, FileMode.Create);
            byte[] block = new byte[4096];
            try
            {
                for (; size > 0; size -= block.Length)
                {
                    stream.Write(block);
                    stream.Flush();
                }
            }
            catch (IOException)
            {
                // The disk is full, as it should be.
            }
        }
    }

    [Fact]
    public void The_lock_of_a_living_owner_is_respected_and_that_of_a_dead_one_taken_over()
    {
        using Workplace place = Workplace.Make(10_000, way);
        place.AssertNextCommandWorks();
        DirectorySnapshot directory = place.Read();
        using (Child owner = Child.Start("hold", way, place.FilePath))
        {
            owner.ReadUntil('L');
            byte[] file = File.ReadAllBytes(place.FilePath), journal = File.ReadAllBytes(place.JournalPath);
            CoexException error = Assert
                .Throws<CoexException>(() => FileChanger.Change(directory, FileChanger.Turn(directory), way: way));
            Assert.Equal("FileLocked", error.ErrorId);
            Assert.Equal(file, File.ReadAllBytes(place.FilePath));
            Assert.Equal(journal, File.ReadAllBytes(place.JournalPath));
            owner.Kill();
        }
        // On Windows, the system deletes the lock of a process that was killed.
        Assert.Equal(!OperatingSystem.IsWindows(), place.Content.Contains(".names.dxl.lock"));
        FileChanger.Change(directory, FileChanger.Turn(directory), way: way);
        place.AssertAgrees(place.History());
        Assert.Equal(Untouched, place.Content);
    }

    private void AssertFails(Workplace place, Action<FileStep> reaching)
    {
        string[] content = place.Content;
        byte[] file = File.ReadAllBytes(place.FilePath);
        byte[]? journal = File.Exists(place.JournalPath) ? File.ReadAllBytes(place.JournalPath) : null;
        DirectorySnapshot directory = place.Read();
        CoexException error = Assert
            .Throws<CoexException>(() => FileChanger.Change(directory, FileChanger.Turn(directory), reaching, way));
        Assert.Equal("WriteFailed", error.ErrorId);
        Assert.Equal(place.FilePath, error.Target);
        Assert.Equal(file, File.ReadAllBytes(place.FilePath));
        Assert.Equal(journal, File.Exists(place.JournalPath) ? File.ReadAllBytes(place.JournalPath) : null);
        Assert.Equal(content, place.Content);
    }

    private static Exception Fault(string name) =>
        name == nameof(IOException)
            ? new IOException("The disk has a fault.") : new UnauthorizedAccessException("The right was taken away.");

    private string RunWithoutRights(string path, string force = "")
    {
        using Child child = Child.StartWithoutRights("once", way, path, force);
        (string output, string error, int exitCode) = child.ReadToEnd();
        if (exitCode != 0 && Environment.UserName == "root")
            Assert.Skip($"The child process cannot be run without the rights of an administrator here: {error}");
        Assert.True(exitCode == 0, error);
        return output;
    }

    private static int Run(string program, params string[] arguments)
    {
        try
        {
            using Process process = Process.Start(
                new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return -1;
        }
    }
}

/// <summary>With the hash of the file.</summary>
public sealed class FaultTestsByHash() : FaultTests(CopyWay.Hashed);

/// <summary>With the identity of the file.</summary>
public sealed class FaultTestsByIdentity() : FaultTests(CopyWay.Portable);

/// <summary>With the identity of the file, copied by the system.</summary>
public sealed class FaultTestsBySystem() : FaultTests(CopyWay.System);
