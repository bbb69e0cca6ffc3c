using System.Text;

namespace CoexTools.Module.Tests.Commands;

/// <summary>Tests <c>Format-CoexistenceTree</c> with encodings of the console.</summary>
[Collection(ProcessState.Collection)]
public sealed class ConsoleEncodingTests(ModuleSession session) : IClassFixture<ModuleSession>
{
    [Fact]
    public void Lines_are_boxes_if_the_console_can_display_them()
    {
        Encoding before = Console.OutputEncoding;
        try
        {
            Console.OutputEncoding = Encoding.UTF8;
            string boxes = string.Join("\n", session.Run("Format-CoexistenceTree security-on.dxl").Lines);
            Console.OutputEncoding = Encoding.ASCII;
            string ascii = string.Join("\n", session.Run("Format-CoexistenceTree security-on.dxl").Lines);
            Assert.Contains("\u251C\u2500", boxes);
            Assert.Contains("+-", ascii);
            Assert.All(ascii, character => Assert.InRange(character, '\n', '~'));
        }
        finally
        {
            Console.OutputEncoding = before;
        }
    }
}
