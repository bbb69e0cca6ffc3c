using System.Text;
using CoexTools.Model;
using CoexTools.Sources.Dxl.Reading;
using CoexTools.Sources.Dxl.Storage;

namespace CoexTools.Tests;

/// <summary>A folder of a test's own, gone when the test ends.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string FullName { get; } = System.IO.Directory.CreateTempSubdirectory("coextools-").FullName;

    /// <summary>The names of all that is in the folder, hidden files too.</summary>
    public string[] Content =>
        [.. new DirectoryInfo(FullName).GetFileSystemInfos().Select(entry => entry.Name).Order(StringComparer.Ordinal)];

    public string Write(byte[] bytes, string name = "names.dxl")
    {
        string path = Path.Combine(FullName, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    public string Write(string text, string name = "names.dxl") => Write(Encoding.UTF8.GetBytes(text), name);

    public void Dispose() => System.IO.Directory.Delete(FullName, recursive: true);

    /// <summary>Reads a directory, in which nothing may be wrong.</summary>
    public static DirectoryContent Read(string path) =>
        new DxlReader(path).Read(FieldMap.Default, problem => throw problem, CancellationToken.None);

    public static DirectorySnapshot Snapshot(string path) => new(Read(path));

    /// <summary>Reads all documents of a file, whatever their form.</summary>
    public static List<DominoDocument> ReadAll(string path) => [.. ReadElements(path).Select(DocumentParser.Parse)];

    /// <summary>Reads the elements of all documents of a file, whatever their form.</summary>
    public static List<DxlElement> ReadElements(string path)
    {
        var elements = new List<DxlElement>();
        new DxlReader(path).ReadDocuments(elements.Add, CancellationToken.None);
        return elements;
    }
}
