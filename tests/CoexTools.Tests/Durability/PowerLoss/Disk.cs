using System.Security.Cryptography;
using System.Text;

namespace CoexTools.Tests.Durability.PowerLoss;

/// <summary>The names and the contents of the files in a folder.</summary>
internal sealed class Disk
{
    /// <summary>The folders, relative to the folder, without the folder itself.</summary>
    public SortedSet<string> Folders { get; } = new(StringComparer.Ordinal);

    /// <summary>The files by their names.</summary>
    public SortedDictionary<string, int> Names { get; } = new(StringComparer.Ordinal);

    /// <summary>The contents of the files, also of those that do not have a name.</summary>
    public Dictionary<int, byte[]> Contents { get; } = [];

    /// <summary>Reads a folder.</summary>
    public static Disk Read(string folder)
    {
        var disk = new Disk();
        foreach (string path in Directory.EnumerateDirectories(folder, "*", SearchOption.AllDirectories))
            disk.Folders.Add(Path.GetRelativePath(folder, path));
        foreach (string path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            int file = disk.Contents.Count;
            disk.Contents[file] = File.ReadAllBytes(path);
            disk.Names[Path.GetRelativePath(folder, path)] = file;
        }
        return disk;
    }

    /// <summary>Returns a copy that can be changed. The contents themselves are never changed.</summary>
    public Disk Copy()
    {
        var copy = new Disk();
        copy.Folders.UnionWith(Folders);
        foreach ((string name, int file) in Names)
            copy.Names[name] = file;
        foreach ((int file, byte[] content) in Contents)
            copy.Contents[file] = content;
        return copy;
    }

    /// <summary>Applies an operation.</summary>
    public void Apply(DiskOperation operation)
    {
        switch (operation)
        {
            case DiskOperation.Create create:
                Names[create.Path] = create.File;
                Contents.TryAdd(create.File, []);
                break;
            case DiskOperation.CreateFolder folder:
                Folders.Add(folder.Path);
                break;
            case DiskOperation.Link link:
                Names[link.Path] = link.File;
                break;
            case DiskOperation.Rename rename:
                if (Names.TryGetValue(rename.From, out int renamed) && renamed == rename.File)
                    Names.Remove(rename.From);
                Names[rename.To] = rename.File;
                break;
            case DiskOperation.Unlink unlink:
                if (Names.TryGetValue(unlink.Path, out int file) && file == unlink.File)
                    Names.Remove(unlink.Path);
                break;
            case DiskOperation.Write write:
                Contents[write.File] = Written(Contents.GetValueOrDefault(write.File, []), write.Offset, write.Bytes);
                break;
            case DiskOperation.Resize resize:
                Contents[resize.File] = Resized(Contents.GetValueOrDefault(resize.File, []), resize.Length);
                break;
        }
    }

    /// <summary>Deletes the names whose folders do not exist.</summary>
    public void DropOrphans()
    {
        bool IsThere(string path) =>
            Path.GetDirectoryName(path) is null or "" || Folders.Contains(Path.GetDirectoryName(path)!);
        Folders.RemoveWhere(folder => !IsThere(folder)); // In order: a folder comes before those in it.
        foreach (string name in Names.Keys.Where(name => !IsThere(name)).ToList())
            Names.Remove(name);
    }

    /// <summary>Creates the files in a new folder.</summary>
    public void Write(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (string path in Folders)
            Directory.CreateDirectory(Path.Combine(folder, path));
        foreach ((string name, int file) in Names)
            File.WriteAllBytes(Path.Combine(folder, name), Contents[file]);
    }

    /// <summary>
    /// Identifies the names and the contents. CoexTools deletes leftover temporary files and lock files without reading
    /// them, so of their contents, only the length counts: nothing, or something.
    /// </summary>
    public string Key()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(string.Join('|', Folders)));
        foreach ((string name, int file) in Names)
        {
            byte[] content = Contents[file];
            bool isDeleted = Path.GetExtension(name) is ".tmp" or ".lock";
            int length = isDeleted ? Math.Min(content.Length, 1) : content.Length;
            hash.AppendData(Encoding.UTF8.GetBytes($"|{name}|{length}|"));
            if (!isDeleted)
                hash.AppendData(content);
        }
        return Convert.ToHexString(hash.GetHashAndReset());
    }

    /// <summary>Returns a content with other bytes at a position. A gap is filled with zeros.</summary>
    public static byte[] Written(byte[] content, long offset, ReadOnlySpan<byte> bytes)
    {
        byte[] written = Resized(content, Math.Max(content.Length, offset + bytes.Length), isCopy: true);
        bytes.CopyTo(written.AsSpan((int)offset));
        return written;
    }

    /// <summary>Returns a content with another length, filled with zeros.</summary>
    public static byte[] Resized(byte[] content, long length, bool isCopy = false)
    {
        if (content.Length == length && !isCopy)
            return content;
        byte[] resized = new byte[length];
        content.AsSpan(0, (int)Math.Min(length, content.Length)).CopyTo(resized);
        return resized;
    }
}
