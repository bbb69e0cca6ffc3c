using System.Text;
using CoexTools.Sources.Dxl.Editing;
using CoexTools.Sources.Dxl.Reading;

namespace CoexTools.Tests.Dxl;

/// <summary>The document type declaration of a file, and the root element behind it.</summary>
public sealed class DocumentTypeTests
{
    [Theory]
    [InlineData("<!DOCTYPE database><database>", "<!DOCTYPE database>")]
    [InlineData("<!DOCTYPE database> \t\r\n<database>", "<!DOCTYPE database> \t\r\n")]
    [InlineData("<!DOCTYPE database>\n\n<database>", "<!DOCTYPE database>\n")]
    [InlineData("<!DOCTYPE database>\r", "<!DOCTYPE database>\r")]
    [InlineData("<!DOCTYPE database> ", "<!DOCTYPE database> ")]
    [InlineData("<?xml version='1.0'?><!-- <!DOCTYPE x> --><!DOCTYPE a '>' \">\" ><a>", "<!DOCTYPE a '>' \">\" >")]
    [InlineData(
        "<!DOCTYPE a [<!ENTITY b '>]'><!-- ]> --><?c ]> ?>]><a>",
        "<!DOCTYPE a [<!ENTITY b '>]'><!-- ]> --><?c ]> ?>]>")]
    [InlineData("<?xml version='1.0'?><!-- x --><database>", null)]
    [InlineData("<?xml version='1.0'?>", null)]
    [InlineData("", null)]
    public void The_declaration_is_found(string prolog, string? expected) => Assert.Equal(
        expected, DocumentType.RangeOf(prolog) is { } range ? prolog.Substring(range.Start, range.Length) : null);

    [Theory]
    [InlineData("<database/>", true)]
    [InlineData("\uFEFF \n<dxl:document>", true)]
    [InlineData("<?xml version='1.0'?>\n<!-- x -->\n<!DOCTYPE database SYSTEM 'domino.dtd'>\n<database>", true)]
    [InlineData("<!DOCTYPE database [<!ENTITY b '>'>]><database>", true)]
    [InlineData("<!DOCTYPE database><database a='['>", true)]
    [InlineData("<!DOCTYPE database [<!ENTITY b '>'>", false)]
    [InlineData("<!DOCTYPE database [<!ENTITY b '>'>]", false)]
    [InlineData("<!DOCTYPE database", false)]
    [InlineData("<?xml", false)]
    [InlineData("<!-- <database>", false)]
    [InlineData("<databases>", false)]
    [InlineData("database", false)]
    [InlineData("<", false)]
    [InlineData(" ", false)]
    [InlineData("", false)]
    public void The_root_element_shows_whether_a_file_is_DXL(string text, bool expected)
    {
        using var file = new MemoryStream(Encoding.UTF8.GetBytes(text));
        Assert.Equal(expected, DxlProlog.IsDxl(file));
    }
}
