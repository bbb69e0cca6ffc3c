namespace CoexTools.Tests;

public class Smoke
{
    [Fact]
    public void Reads()
    {
        foreach (string f in System.IO.Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Data"), "*.*", SearchOption.AllDirectories))
        {
            if (f.EndsWith(".csv") || f.EndsWith(".md")) continue;
            var c = CoexTools.Dxl.DxlReader.ReadDirectory(f, CoexTools.Directory.FieldMap.Default, e => throw e, default);
            int n = 0; CoexTools.Dxl.DxlReader.ReadDocuments(f, d => { n += d.Items.Count; foreach (var i in d.Items) { Assert.StartsWith("<item", i.GetDxl()); Assert.EndsWith("item>", i.GetDxl()); } }, default);
            Console.WriteLine($"{f} {c.Documents.Count} {c.Servers.Count} {c.Groups.Count} items {n}");
            var s = new CoexTools.Directory.DirectorySnapshot(c);
            foreach (var d in s.InOrder(CoexTools.Directory.OrderBy.Modified)) Console.WriteLine($"{d} {d.Modified} {d.Document.Position}");
        }
    }
}
