using CoexTools.Directory;
using CoexTools.Dxl;

namespace CoexTools.Commands.Completion;

/// <summary>The names of the files that were completed from last; a file that has another length or time is read again.</summary>
internal static class DirectoryNamesCache
{
    /// <summary>How many files are remembered.</summary>
    public const int Capacity = 8;

    // A user waits at the prompt: better no names than names that come late.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    // The one used last stands last.
    private static readonly List<(FileState File, DirectoryNames Names)> Remembered = [];

    /// <summary>The names that a file holds.</summary>
    /// <exception cref="CoexException">It cannot be read.</exception>
    /// <exception cref="OperationCanceledException">Reading takes too long.</exception>
    public static DirectoryNames Read(string path)
    {
        var info = new FileInfo(path);
        var file = new FileState(path, info.Length, info.LastWriteTimeUtc);
        lock (Remembered)
        {
            int index = Remembered.FindIndex(known => known.File == file);
            if (index >= 0)
            {
                (FileState File, DirectoryNames Names) known = Remembered[index];
                Remembered.RemoveAt(index);
                Remembered.Add(known);
                return known.Names;
            }
        }

        using var patience = new CancellationTokenSource(Patience);
        var names = DirectoryNames.Of(new DirectorySnapshot(DxlReader.ReadDirectory(path, FieldMap.Default, _ => { }, patience.Token)));
        lock (Remembered)
        {
            Remembered.RemoveAll(known => known.File.Path == path);
            Remembered.Add((file, names));
            if (Remembered.Count > Capacity)
                Remembered.RemoveAt(0);
        }
        return names;
    }

    // What tells one state of a file from another, without reading it.
    private readonly record struct FileState(string Path, long Length, DateTime LastWriteTimeUtc);
}
