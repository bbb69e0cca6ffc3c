using System.Diagnostics;
using System.Globalization;
using System.Text;
using CoexTools;
using CoexTools.CrashChild;
using CoexTools.Files;
using CoexTools.Model;

// This process changes a file and is meant to be killed while it does so.
string path = args[2];
CopyWay way = Enum.Parse<CopyWay>(args[1]);
Stream output = Console.OpenStandardOutput();
switch (args[0])
{
    case "loop": // Changes the file until the process is killed.
        Loop([.. args.Skip(3).Select(Enum.Parse<ChangeKind>)]);
        break;
    // Changes the file once, after a sign, and reports the outcome. Another process watches the system calls in
    // between.
    case "do":
        Do(Enum.Parse<ChangeKind>(args[3]));
        break;
    case "step": // The same, with the file replaced in the steps of Windows.
        Do(Enum.Parse<ChangeKind>(args[3]), FileChanger.ReplaceInSteps);
        break;
    case "die": // Ends abruptly when a step is reached for the nth time.
        Die(Enum.Parse<FileStep>(args[3]), int.Parse(args[4], CultureInfo.InvariantCulture), args[5] == "kill");
        break;
    // Is killed while no file is at the path, because the old file is renamed and the new file is not yet in its place.
    case "gap":
        DieInGap();
        break;
    case "rival": // Changes its own document several times while other processes change theirs.
        Rival(args[3], int.Parse(args[4], CultureInfo.InvariantCulture));
        break;
    case "once": // Changes the file once and reports the outcome.
        Once(force: args.Contains("force"));
        break;
    case "hold": // Holds the file lock until the process is killed.
        using (FileLock.Take(path, CancellationToken.None))
        {
            Say('L');
            Thread.Sleep(Timeout.Infinite);
        }
        break;
    // Changes its own document on a server several times while other processes change theirs. The path is that of the
    // journal.
    case "server":
        ChangeServer(args[3], args[4], int.Parse(args[5], CultureInfo.InvariantCulture));
        break;
    // Writes two states in place, one after the other, like a server that keeps its database open, until the process is
    // killed.
    case "rewrite":
        Rewrite(File.ReadAllBytes(args[3]), File.ReadAllBytes(args[4]));
        break;
    default:
        return 1;
}
return 0;

void Rewrite(params byte[][] states)
{
    using var file = new FileStream(
        path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1);
    for (int turn = 0; ; turn++)
    {
        file.Position = 0;
        foreach (byte[] part in states[turn % 2].Chunk(1 << 15))
        {
            file.Write(part);
            Thread.Sleep(1);
        }
        Say('W');
        Thread.Sleep(20 * (turn % 3));
    }
}

// Writes one unbuffered byte, which leaves the process even if it is killed immediately afterward.
void Say(char sign) => output.Write([(byte)sign]);

void Loop(ChangeKind[] kinds)
{
    DirectorySnapshot directory = FileChanger.Read(path);
    bool isFirst = true;
    for (int turn = 0; ; turn++)
    {
        ChangeKind kind = kinds.Length == 0 ? ChangeKind.Turn : kinds[turn % kinds.Length];
        if (FileChanger.Do(kind, path, directory, step => Say((char)('0' + step)), way) is not { } after)
            continue;
        directory = after;
        output.Write(Encoding.ASCII.GetBytes($"[{directory.Content.Layout().Stamp.Hash}]"));
        if (way != CopyWay.Hashed)
            directory = FileChanger.Read(path); // What is written is known by its hash alone.
        if (isFirst)
            Say('R'); // The process is warmed up: from now on, the duration of a change is representative.
        isFirst = false;
    }
}

void Do(ChangeKind kind, Action<string, string, string>? replaceFile = null)
{
    try
    {
        DirectorySnapshot directory = FileChanger.Read(path);
        Say('R');
        Console.In.ReadLine();
        FileChanger.Do(kind, path, directory, way: way, replaceFile: replaceFile);
        Console.Write("done");
    }
    catch (CoexException e)
    {
        Console.Write(e.ErrorId);
    }
}

void Die(FileStep at, int count, bool kill)
{
    DirectorySnapshot directory = FileChanger.Read(path);
    FileChanger.Change(directory, FileChanger.Turn(directory), step =>
    {
        if (step != at || --count > 0)
            return;
        Say('D');
        if (kill)
            Process.GetCurrentProcess().Kill();
        else
            Environment.FailFast(null);
        Thread.Sleep(Timeout.Infinite);
    }, way);
}

void DieInGap()
{
    DirectorySnapshot directory = FileChanger.Read(path);
    FileChanger.Change(directory, FileChanger.Turn(directory), way: way, replaceFile: (_, target, backup) =>
    {
        File.Move(target, backup);
        Say('D');
        Process.GetCurrentProcess().Kill();
        Thread.Sleep(Timeout.Infinite);
    });
}

void Rival(string universalId, int rounds)
{
    int again = 0;
    Say('R');
    Console.In.ReadLine(); // Both processes start at the same time.
    for (int round = 0; round < rounds;)
    {
        try
        {
            DirectorySnapshot directory = FileChanger.Read(path);
            FileChanger.Change(
                directory, FileChanger.Turn(
                    directory, document => document.UniversalId == universalId), way: way, trustsRecentFiles: false);
            round++;
        }
        catch (CoexException e) when (e.ErrorId is "FileLocked" or "FileChanged")
        {
            again++;
        }
    }
    Console.Write($"{rounds} done, {again} repeated");
}

void ChangeServer(string address, string universalId, int rounds)
{
    DominoDirectory directory = ServerChanger.Connect(address, path);
    int refused = 0;
    Say('R');
    Console.In.ReadLine(); // All processes start at the same time.
    for (int round = 0; round < rounds;)
    {
        switch (ServerChanger.Change(directory, universalId)?.ErrorId)
        {
            case null:
                round++;
                Say('D');
                break;
            case "ServerRefused":
                refused++;
                break;
            case "FileLocked": // On a busy computer, the others hold the journal for longer than a command waits.
                break;
            case var other:
                throw new InvalidOperationException(other);
        }
    }
    Console.Write($"|{rounds} done, {refused} refused");
}

void Once(bool force)
{
    try
    {
        DirectorySnapshot directory = FileChanger.Read(path);
        FileChanger.Change(directory, FileChanger.Turn(directory), way: way, force: force);
        Console.Write("done");
    }
    catch (CoexException e)
    {
        Console.Write(e.ErrorId);
        Console.Error.Write($"{e.Message} {e.RecommendedAction}");
    }
}
