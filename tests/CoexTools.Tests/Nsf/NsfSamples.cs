using System.IO.Compression;
using CoexTools.Sources.Nsf;

namespace CoexTools.Tests.Nsf;

/// <summary>The databases that Notes and Domino wrote.</summary>
internal static class NsfSamples
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Data", "nsf");

    /// <summary>The folder of the sources, above that of the built tests.</summary>
    public static string Repository
    {
        get
        {
            string folder = AppContext.BaseDirectory;
            while (!File.Exists(Path.Combine(folder, "CoexTools.sln")))
                folder = Path.GetDirectoryName(folder)!;
            return folder;
        }
    }

    public static IEnumerable<string> Names =>
        System.IO.Directory.GetFiles(Folder, "*.nsf.gz").Select(file => Path.GetFileName(file)[..^3])
            .Order(StringComparer.Ordinal);

    public static byte[] Bytes(string name) => Unpack(name + ".gz");

    public static byte[] Unpack(string file)
    {
        using var packed = new GZipStream(File.OpenRead(Path.Combine(Folder, file)), CompressionMode.Decompress);
        var bytes = new MemoryStream();
        packed.CopyTo(bytes);
        return bytes.ToArray();
    }

    public static IEnumerable<string[]> Lines(string file) =>
        File.ReadLines(Path.Combine(Folder, file)).Select(line => line.Split('\t'));

    public static NsfFile Open(string name) => Open(Bytes(name));

    public static NsfFile Open(byte[] bytes) => NsfFile.Open(new MemoryStream(bytes, writable: false), TimeSpan.Zero);
}
