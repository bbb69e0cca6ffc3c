using System.Text;

namespace CoexTools.Tests.Dxl;

/// <summary>
/// The sweep and the plain reader agree, on thousands of files that were spoilt at random. The sweep may leave a file
/// to the plain reader, and may overlook a mistake within an element that it passes over; it may do nothing else.
/// </summary>
public class SweepTests
{
    private static readonly int Mutations = Repetitions.Of(24_000, divisor: 8);

    [Fact]
    public void Sweep_agrees_with_the_plain_reader()
    {
        byte[][] seeds = [.. SweepComparison.Seeds()];
        int[] counts = new int[3];
        Parallel.For(0, Mutations, new ParallelOptions { MaxDegreeOfParallelism = 2 }, seed =>
        {
            var random = new Random(seed);
            byte[] bytes = SweepComparison.Mutate(seeds[random.Next(seeds.Length)], random);
            Interlocked.Increment(ref counts[(int)SweepComparison.Compare(bytes, random, $"Seed {seed}")]);
        });
        // Enough of each, or the test would say nothing.
        int Count(SweepAgreement agreement) => counts[(int)agreement];
        Assert.True(
            Count(SweepAgreement.Read) > Mutations / 10, $"only {Count(SweepAgreement.Read)} files were read by both");
        Assert.True(
            Count(SweepAgreement.Left) > Mutations / 10,
            $"only {Count(SweepAgreement.Left)} files were left to the plain reader");
        Assert.True(
            Count(SweepAgreement.Overlooked) > Repetitions.Of(50, divisor: 8),
            $"only {Count(SweepAgreement.Overlooked)} files had a mistake that was passed over");
    }

    [Theory]
    [InlineData("<database></database>x")]
    [InlineData("<database></database><a/>")]
    [InlineData("<database><document form='Person'></database>")]
    [InlineData("<database><document form='Person'><item></document>")]
    [InlineData("<database><document form='Person'></document></document></database>")]
    [InlineData("<database><document form='Person'/>text</database>")]
    [InlineData("<database><document form='Person'></document>")]
    [InlineData("<database><document form='Person'><!-- </document></database>")]
    [InlineData("<database>")]
    [InlineData("")]
    [InlineData("<?xml version='1.0' encoding='iso-8859-1'?><database/>")]
    [InlineData("<!DOCTYPE database [<!ELEMENT a ANY>]><database></database>")]
    [InlineData("<x:database xmlns:x='http://www.lotus.com/dxl'></x:database>")]
    [InlineData(
        "<database><document form='Domain'><a xmlns:b='http://www.w3.org/XML/1998/namespace'/></document></database>")]
    [InlineData("<database><document form='Domain'><a xmlns='http://www.w3.org/2000/xmlns/'/></document></database>")]
    [InlineData(
        "<database><document form='Domain'><a xmlns='http&#58;//www.w3.org/2000/xmlns/'/></document></database>")]
    public void Sweep_leaves_what_it_is_not_sure_of(string text) =>
        Assert.NotNull(SweepComparison.Sweep(Encoding.UTF8.GetBytes(text), allForms: false, 64).Error);

    [Fact]
    public void Sweep_passes_over_documents_within_comments_and_sections()
    {
        const string Text = "<database><document form='Person'><!-- </document> --><![CDATA[</document><document "
            + "form='Domain'>]]><?p </document>?><a><document form='Domain'></document></a></document>"
            + "<!-- <document form='Domain'/> --><document form='Domain'><item name='x'/></document></database>";
        foreach (int window in Enumerable.Range(8, 60))
            Assert.Contains(
                "<document form='Domain'><item name='x'/></document>",
                Assert.Single(
                    SweepComparison.Sweep(Encoding.UTF8.GetBytes(Text), allForms: false, window).Elements).Text);
    }

    [Theory]
    [InlineData("<document form='Gateway Domain'/>", true)]
    [InlineData("<document form='foreign domain'></document>", true)]
    [InlineData("<document form='Custom'><item name='Type'><text>Domain</text></item></document>", true)]
    [InlineData("<document form='Custom'><item\nname = \"tYPE\"\n><text\n> DOMAIN\n</text></item></document>", true)]
    [InlineData("<document form='Custom'><item name='&#84;ype'><text>Domain</text></item></document>", true)]
    [InlineData("<document form='Custom'><item name='Ty&#x70;e'><text>Domain</text></item></document>", true)]
    [InlineData("<document form='Custom'><item name='Type'><text>&#68;omain</text></item></document>", true)]
    [InlineData("<document form='Custom'><item name='Type'><text>Do<![CDATA[main]]></text></item></document>", true)]
    [InlineData(
        "<document form='Custom'><item "
            + "name='Type'><textlist><text>Domain</text><text>x</text></textlist></item></document>", true)]
    [InlineData(
        "<document form='Custom'><item name='Type'/><item name='Type'><text>Domain</text></item></document>", true)]
    [InlineData(
        "<document form='Custom'><item name='Type'><text></text></item><item "
            + "name='Type'><text>Domain</text></item></document>", true)]
    [InlineData(
        "<document form='Custom'><item name='Type'><text>Person</text></item><item "
            + "name='Type'><text>Domain</text></item></document>", false)]
    [InlineData("<document form='Custom'><item name='Type'><text>Person</text></item></document>", false)]
    [InlineData("<document form='Custom'><item name='Types'><text>Domain</text></item></document>", false)]
    [InlineData(
        "<document form='Custom'><richtext><item name='Type'><text>Domain</text></item></richtext></document>", false)]
    [InlineData("<document form='Custom'/>", false)]
    [InlineData("<document form='Person'><item name='Type'><text>Domain</text></item></document>", false)]
    [InlineData("<document><item name='Type'><text>Domain</text></item></document>", true)]
    public void Forms_and_types_decide_alike_in_both_readers(string document, bool isTaken)
    {
        byte[] bytes = Encoding.UTF8
            .GetBytes($"<database><document form='Person'><a/></document>{document}<document "
                + "form='Group'/></database>");
        SweepOutcome plain = SweepComparison.Plain(bytes, allForms: false);
        Assert.Null(plain.Error);
        Assert.Equal(isTaken ? 2 : 1, plain.Documents);
        foreach (int window in Enumerable.Range(8, 40).Append(1 << 16))
            Assert.Equal(plain.Text, SweepComparison.Sweep(bytes, allForms: false, window).Text);
    }

    [Theory]
    [InlineData("Person", 0, true)]
    [InlineData("Person", 17 << 20, true)]
    [InlineData("Domain", 0, false)] // A large document that matters: the plain reader takes it.
    public void A_large_document_of_another_form_is_passed_over_unless_its_type_may_be_Domain(
        string type, int before, bool isSwept)
    {
        string filler = new('x', before), rest = new('y', 18 << 20);
        byte[] bytes = Encoding.UTF8.GetBytes(
            $"<database><document form='Custom'><item name='a'><text>{filler}</text></item><item "
                + $"name='Type'><text>{type}</text></item><item name='b'><text>{rest}</text></item></document>"
            + "<document form='Group'/></database>");
        SweepOutcome swept = SweepComparison.Sweep(bytes, allForms: false, 1 << 19);
        Assert.Equal(isSwept, swept.Error is null);
        if (isSwept)
            Assert.Equal(SweepComparison.Plain(bytes, allForms: false).Text, swept.Text);
        else
            Assert.Equal(2, SweepComparison.Plain(bytes, allForms: false).Documents);
    }
}
