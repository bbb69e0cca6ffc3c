using System.Text;

namespace CoexTools.Tests.Probing;

/// <summary>Answers of Domino servers over NRPC.</summary>
internal static class Answers
{
    /// <summary>An answer in the form of the recorded ones: 118 bytes, with the name at byte 71.</summary>
    public static byte[] Of(string name)
    {
        byte[] answer = new byte[118];
        answer[0] = 116;
        answer[4] = 105;
        answer[8] = 3;
        answer[11] = 0x40;
        answer[12] = 0x02;
        answer[13] = 0x0F;
        answer[0x1F] = 0x3B;
        answer[0x21] = (byte)name.Length;
        Encoding.ASCII.GetBytes(name).CopyTo(answer, 12 + 0x3B);
        return answer;
    }
}
