using CoexTools.Names;
using CoexTools.Text;

namespace CoexTools.Probing;

/// <summary>
/// The request for a connection over NRPC, and the answer. The format was read off recorded answers of Domino releases
/// 5 and 6. All numbers are little-endian: the length of the rest (16 bits), 0 (16), the length less 11 (32), the type
/// (16), 0x4000 (16), and the bytes 02 0F.
/// </summary>
internal static class NrpcFrame
{
    /// <summary>The TCP port of Domino servers.</summary>
    public const int DefaultPort = 1352;

    private const int RequestLength = 60;
    private const int RequestType = 2;
    private const int AnswerType = 3;
    private const int Marker = 0x4000;
    private const int LengthBytes = 2;
    private const int BodyStart = 12;
    private const int HeaderLength = 14;
    private const int NameStartAt = 0x1F;
    private const int NameLengthAt = 0x21;
    private const int FixedLength = 0x23;

    /// <summary>The most bytes that an answer has.</summary>
    public const int MostBytes = LengthBytes + ushort.MaxValue;

    /// <summary>Returns the request.</summary>
    public static byte[] Request()
    {
        byte[] request = new byte[RequestLength];
        request[0] = RequestLength - LengthBytes;
        request[4] = RequestLength - LengthBytes - 11;
        request[8] = RequestType;
        request[11] = Marker >> 8;
        request[12] = 0x02;
        request[13] = 0x0F;
        request[15] = 0x01;
        request[17] = 0x3D;
        request[18] = 0x05;
        request[31] = 0x2F;
        request[41] = 0x40;
        request[42] = 0x1F;
        return request;
    }

    /// <summary>Reads an answer. Bytes after it are ignored.</summary>
    /// <param name="bytes">The received bytes.</param>
    /// <param name="count">The number of received bytes.</param>
    public static NrpcAnswer Parse(byte[] bytes, int count)
    {
        if (count < LengthBytes)
            return new NrpcAnswer(NrpcAnswerKind.Incomplete);
        int length = U16(0);
        // Every field is checked as soon as it was received: a server of another protocol may wait for more before it
        // sends the rest.
        if (length < HeaderLength - LengthBytes
            || (count >= 4 && U16(2) != 0)
            || (count >= 8 && U16(4) + (U16(6) * 0x10000L) != length - 11)
            || (count >= 10 && U16(8) != AnswerType)
            || (count >= 12 && U16(10) != Marker)
            || (count >= 13 && bytes[12] != 0x02)
            || (count >= 14 && bytes[13] != 0x0F))
        {
            return new NrpcAnswer(NrpcAnswerKind.NotDomino);
        }
        int end = LengthBytes + length;
        if (count < end)
            return new NrpcAnswer(NrpcAnswerKind.Incomplete);
        return new NrpcAnswer(
            NrpcAnswerKind.Domino, end < FixedLength ? null : NameIn(BodyStart + U16(NameStartAt), U16(NameLengthAt)));

        int U16(int at) => bytes[at] | (bytes[at + 1] << 8);

        NotesName? NameIn(int start, int size)
        {
            if (size == 0 || start < FixedLength || start + size > end)
                return null;
            bool isComplete = true;
            string text = Lmbcs.Decode(bytes, start, size, ref isComplete);
            return isComplete && VisibleText.Of(text) == text ? NotesName.FromText(text) : null;
        }
    }
}
