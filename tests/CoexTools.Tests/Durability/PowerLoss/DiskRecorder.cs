namespace CoexTools.Tests.Durability.PowerLoss;

/// <summary>
/// Derives the operations on a folder from the system calls of a process. A call that could change the folder in a way
/// that is not known is an error, so that no operation is missed.
/// </summary>
/// <param name="root">The folder.</param>
/// <param name="disk">The folder before the calls. The calls change it.</param>
internal sealed class DiskRecorder(string root, Disk disk)
{
    // These calls do not change a file or a name in a way that a crash could show. sync_file_range guarantees nothing.
    private static readonly HashSet<string> Harmless =
    [
        "access", "faccessat", "faccessat2", "fadvise64", "fcntl", "fgetxattr", "flistxattr", "flock", "fstat",
        "fstatfs", "getcwd", "getdents64", "getxattr", "inotify_add_watch", "ioctl", "lgetxattr", "listxattr",
        "llistxattr", "lstat", "newfstatat", "pread64", "read", "readlink", "readlinkat", "readv", "stat", "statfs",
        "statx", "sync_file_range", "utimensat",
    ];

    private const string Calls = "trace=%file,%desc,sendto,sendmsg";

    private readonly Dictionary<long, OpenFile> _open = [];
    private int _next = disk.Contents.Keys.DefaultIfEmpty(-1).Max() + 1;

    /// <summary>The operations so far.</summary>
    public List<DiskOperation> Operations { get; } = [];

    /// <summary>Records the operations of a process that waits for a line after it has read what it changes.</summary>
    /// <param name="child">The process.</param>
    /// <param name="root">The folder that the process changes.</param>
    /// <param name="disk">The folder before the change; afterward, the folder after it.</param>
    /// <param name="output">What the process reported.</param>
    public static IReadOnlyList<DiskOperation> Record(Child child, string root, Disk disk, out string output)
    {
        string log = Path.Combine(Path.GetTempPath(), $"coextools-calls-{Guid.NewGuid():N}.log");
        try
        {
            (output, string error, int exitCode) =
                Tracer.Run(child, "-y", "-xx", "-s", "16777216", "-o", log, "-e", Calls);
            Assert.True(exitCode == 0, error);
            var recorder = new DiskRecorder(root, disk);
            foreach (SystemCall call in SystemCall.Parse(File.ReadLines(log)))
                recorder.Add(call);
            // The operations must lead to what is in the folder, or something was not recorded.
            Assert.Equal(Disk.Read(root).Key(), disk.Key());
            return recorder.Operations;
        }
        finally
        {
            File.Delete(log);
        }
    }

    /// <summary>Adds the operations of a call.</summary>
    public void Add(SystemCall call)
    {
        switch (call.Name)
        {
            case "open" or "openat" or "creat":
                Open(call);
                return;
            case "close":
                _open.Remove(call.Number(0));
                return;
            case "dup" or "dup2" or "dup3":
                if (_open.TryGetValue(call.Number(0), out OpenFile? same))
                    _open[call.Result] = same;
                return;
            case "sendto" or "sendmsg" or "write" or "writev"
                when !_open.ContainsKey(call.Number(0)) && !Concerns(call):
                Send(call);
                return;
        }
        if (call.Result < 0 || !Concerns(call))
            return;
        switch (call.Name)
        {
            case "rename" or "renameat" or "renameat2":
                string[] both = [.. call.Paths.Where(path => path.StartsWith('/')).Select(Relative).TakeLast(2)];
                int renamed = disk.Names[both[0]];
                bool replaces = disk.Names.TryGetValue(both[1], out int former) && former != renamed;
                Do(new DiskOperation.Rename(both[0], both[1], renamed, replaces));
                return;
            case "link" or "linkat":
                string[] names = [.. call.Paths.Where(path => path.StartsWith('/')).Select(Relative).TakeLast(2)];
                Do(new DiskOperation.Link(names[1], disk.Names[names[0]]));
                return;
            case "unlink" or "unlinkat":
                string name = Relative(call.Text(call.Name == "unlink" ? 0 : 1));
                Do(new DiskOperation.Unlink(name, disk.Names[name]));
                return;
            case "mkdir" or "mkdirat":
                Do(new DiskOperation.CreateFolder(Relative(call.Text(call.Name == "mkdir" ? 0 : 1))));
                return;
        }
        if (!_open.TryGetValue(Handle(call), out OpenFile? file))
        {
            if (!Harmless.Contains(call.Name))
                throw NotKnown(call);
            return;
        }
        switch (call.Name)
        {
            case "lseek":
                file.Position = call.Result;
                break;
            case "write" or "writev":
                byte[] bytes = call.Name == "write" ? call.Bytes(1) : call.AllBytes(1);
                Do(new DiskOperation.Write(file.File!.Value, file.Position, bytes[..(int)call.Result]));
                file.Position += call.Result;
                break;
            case "pwrite64" or "pwritev":
                byte[] placed = call.Name == "pwrite64" ? call.Bytes(1) : call.AllBytes(1);
                Do(new DiskOperation.Write(file.File!.Value, call.Number(3), placed[..(int)call.Result]));
                break;
            case "copy_file_range":
                OpenFile to = _open[call.Number(2)];
                Do(new DiskOperation.Write(
                    to.File!.Value, call.Number(3),
                    disk.Contents[file.File!.Value].AsSpan((int)call.Number(1), (int)call.Result).ToArray()));
                break;
            case "ftruncate":
                Do(new DiskOperation.Resize(file.File!.Value, call.Number(1)));
                break;
            case "fchmod" or "fchown" or "fsetxattr" or "fremovexattr":
                Do(new DiskOperation.SetAttribute(
                    file.File!.Value, $"{call.Name} {string.Join(", ", call.Arguments.Skip(1))}"));
                break;
            case "fsync":
                Do(file.File is { } flushed
                    ? new DiskOperation.FlushFile(flushed)
                    : new DiskOperation.FlushFolder(file.Path));
                break;
            case "mmap" when !call.Arguments.Any(argument => argument.Contains("MAP_SHARED", StringComparison.Ordinal)):
                break;
            default:
                if (!Harmless.Contains(call.Name))
                    throw NotKnown(call);
                break;
        }
    }

    private void Open(SystemCall call)
    {
        int index = call.Name == "openat" ? 1 : 0;
        string path = call.Text(index), flags = call.Arguments.Count > index + 1 ? call.Arguments[index + 1] : "";
        if (call.Result < 0 || !IsInside(path))
            return;
        if (new[] { "O_SYNC", "O_DSYNC", "O_TMPFILE" }.Any(flag => flags.Contains(flag, StringComparison.Ordinal)))
            throw NotKnown(call);
        path = Relative(path);
        if (path.Length == 0 || disk.Folders.Contains(path))
        {
            _open[call.Result] = new OpenFile(path, null);
            return;
        }
        if (!disk.Names.ContainsKey(path))
            Do(new DiskOperation.Create(path, _next++));
        int file = disk.Names[path];
        if (flags.Contains("O_TRUNC", StringComparison.Ordinal) && disk.Contents[file].Length > 0)
            Do(new DiskOperation.Resize(file, 0));
        _open[call.Result] = new OpenFile(path, file)
        {
            Position = flags.Contains("O_APPEND", StringComparison.Ordinal) ? throw NotKnown(call) : 0,
        };
    }

    // The first line of a request that changes a document of a server.
    private void Send(SystemCall call)
    {
        const string Change = "PATCH ";
        byte[] bytes = call.Name is "sendto" or "write" ? call.Bytes(1) : call.AllBytes(1);
        string text = System.Text.Encoding.Latin1.GetString(bytes);
        if (call.Result > 0 && text.StartsWith(Change, StringComparison.Ordinal))
            Operations.Add(new DiskOperation.Effect(text[..text.IndexOf('\r', StringComparison.Ordinal)]));
    }

    private void Do(DiskOperation operation)
    {
        disk.Apply(operation);
        Operations.Add(operation);
    }

    // The open file that a call changes. Other calls name a path.
    private static long Handle(SystemCall call) =>
        call.Arguments.Count > 0 && char.IsAsciiDigit(call.Arguments[0][0]) ? call.Number(0) : -1;

    private bool Concerns(SystemCall call) => call.Paths.Any(IsInside);

    private bool IsInside(string path) =>
        path == root || path.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private string Relative(string path) => path == root ? "" : Path.GetRelativePath(root, path);

    private static InvalidDataException NotKnown(SystemCall call) =>
        new($"This system call is not known: {call.Name}({string.Join(", ", call.Arguments)})");

    private sealed class OpenFile(string path, int? file)
    {
        public string Path => path;

        public int? File => file;

        public long Position { get; set; }
    }
}
