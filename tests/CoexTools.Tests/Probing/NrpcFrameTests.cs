using CoexTools.Probing;

namespace CoexTools.Tests.Probing;

/// <summary>The request for a connection over NRPC, and the answers.</summary>
public sealed class NrpcFrameTests
{
    private const int Mutations = 20_000;

    [Fact]
    public void The_request_has_these_60_bytes()
    {
        byte[] expected = new byte[60];
        foreach ((int place, byte value) in new (int, byte)[]
        {
            (0, 0x3A), (4, 0x2F), (8, 0x02), (11, 0x40), (12, 0x02), (13, 0x0F), (15, 0x01), (17, 0x3D), (18, 0x05),
            (31, 0x2F), (41, 0x40),
            (42, 0x1F),
        })
        {
            expected[place] = value;
        }
        Assert.Equal(expected, NrpcFrame.Request());
    }

    [Fact]
    public void The_name_is_read_from_an_answer_of_118_bytes()
    {
        byte[] answer = Answers.Of("CN=DominoA/O=Acme");
        Assert.Equal(118, answer.Length);
        Assert.Equal("DominoA/Acme", Parse(answer).Name?.Abbreviated);
    }

    [Fact]
    public void Bytes_after_the_answer_are_ignored() =>
        Assert.Equal("DominoA/Acme", Parse([.. Answers.Of("CN=DominoA/O=Acme"), 1, 2, 3]).Name?.Abbreviated);

    [Fact]
    public void Each_start_of_an_answer_is_incomplete()
    {
        byte[] answer = Answers.Of("CN=DominoA/O=Acme");
        Assert.All(
            Enumerable.Range(0, answer.Length), count => Assert.Equal(
                NrpcAnswerKind.Incomplete, NrpcFrame.Parse(answer, count).Kind));
    }

    [Theory]
    [InlineData("the request itself", 8, 2)]
    [InlineData("another second field", 2, 1)]
    [InlineData("another inner length", 4, 104)]
    [InlineData("another marker", 11, 0x41)]
    [InlineData("another first byte after the marker", 12, 3)]
    [InlineData("another second byte after the marker", 13, 0x0E)]
    [InlineData("a length that leaves out the header", 0, 11)]
    public void Another_format_is_not_that_of_Domino(string what, int place, byte value)
    {
        byte[] answer = Answers.Of("CN=DominoA/O=Acme");
        answer[place] = value;
        Assert.True(Parse(answer).Kind == NrpcAnswerKind.NotDomino, what);
        // It is found with the bytes up to the end of the field.
        Assert.Equal(NrpcAnswerKind.NotDomino, NrpcFrame.Parse(answer, 14).Kind);
    }

    [Theory]
    [InlineData(0x21, 0)] // No name.
    [InlineData(0x21, 0xFF)] // A name that is longer than the answer.
    [InlineData(0x1F, 0xFF)] // A name that starts after the answer.
    [InlineData(0x1F, 0)] // A name that starts in the header.
    [InlineData(71, 0x1B)] // A name with a control character.
    public void An_answer_without_a_readable_name_has_no_name(int place, byte value)
    {
        byte[] answer = Answers.Of("CN=DominoA/O=Acme");
        answer[place] = value;
        Assert.Equal(new NrpcAnswer(NrpcAnswerKind.Domino), Parse(answer));
    }

    [Fact]
    public void A_name_outside_ASCII_is_decoded()
    {
        byte[] answer = Answers.Of("CN=M?nchen/O=Acme");
        answer[71 + 4] = 0x81; // The letter in code page 850, which LMBCS uses by default.
        Assert.Equal("M\u00FCnchen/Acme", Parse(answer).Name?.Abbreviated);
    }

    [Fact]
    public void A_short_answer_has_no_name()
    {
        byte[] answer = [0x0C, 0, 0, 0, 1, 0, 0, 0, 3, 0, 0, 0x40, 0x02, 0x0F];
        Assert.Equal(new NrpcAnswer(NrpcAnswerKind.Domino), Parse(answer));
    }

    [Fact]
    public void No_bytes_make_the_parser_fail()
    {
        var random = new Random(1352);
        var kinds = new HashSet<NrpcAnswerKind>();
        for (int i = 0; i < Mutations; i++)
        {
            byte[] answer = Answers.Of("CN=DominoA/O=Acme");
            for (int changes = random.Next(4); changes > 0; changes--)
                answer[random.Next(answer.Length)] = (byte)random.Next(256);
            if (i % 10 == 0)
                random.NextBytes(answer);
            if (i % 3 == 0)
                answer = answer[..random.Next(answer.Length)];
            // The array ends where the received bytes end, so that a read behind them fails.
            kinds.Add(NrpcFrame.Parse(answer, answer.Length).Kind);
        }
        Assert.Equal(3, kinds.Count);
    }

    private static NrpcAnswer Parse(byte[] answer) => NrpcFrame.Parse(answer, answer.Length);
}
