using System.Text;
using CoexTools.CrashChild;
using CoexTools.Files;
using CoexTools.Model;

namespace CoexTools.Tests.Dxl;

public class LargeFileTests
{
    [Theory]
    [InlineData("Person", "text", 300)]
    [InlineData("Domain", "richtext", 100)]
    public void One_item_may_be_very_large(string form, string type, int megabytes)
    {
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.FullName, "names.dxl");
        using (FileStream file = File.Create(path))
        {
            file.Write(Encoding.UTF8.GetBytes($"<database><document form='{form}'><item name='Large'><{type}>"));
            byte[] block = new byte[1 << 20];
            Array.Fill(block, (byte)'x');
            for (int i = 0; i < megabytes; i++)
                file.Write(block);
            file.Write(
                Encoding.UTF8.GetBytes(
                    $"</{type}></item><item "
                        + $"name='MailServer'><text>A</text></item></document>{new DomainText()}</database>"));
        }
        DirectorySnapshot directory = TemporaryFolder.Snapshot(path);
        IReadOnlyList<ForeignDomainDocument> documents = directory.Unordered;
        Assert.Equal(
            form == "Domain" ? ["A", "DominoA/Acme"] : ["DominoA/Acme"],
            documents.Select(document => document.MailServer));
        DominoDocument last = documents[^1].Document;
        Assert.Equal(new DomainText().ToString(), last.Text);
        FilePosition position = directory.Content.Layout().Positions[last.Key];
        Assert.Equal(new FileInfo(path).Length - "</database>".Length, position.Offset + position.Length);
        if (form == "Domain")
            Assert.InRange(documents[0].Document.Text.Length, megabytes << 20, (megabytes + 1) << 20);
    }
}
