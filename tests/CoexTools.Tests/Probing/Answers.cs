using System.Text;

namespace CoexTools.Tests.Probing;

/// <summary>Answers of Domino servers over NRPC.</summary>
internal static class Answers
{
    /// <summary>An answer in the form of the recorded ones: at least 118 bytes, with the name at byte 71.</summary>
    public static byte[] Of(string name)
    {
        const int NameAt = 12 + 0x3B;
        byte[] answer = new byte[Math.Max(118, NameAt + name.Length)];
        BitConverter.TryWriteBytes(answer, (ushort)(answer.Length - 2));
        BitConverter.TryWriteBytes(answer.AsSpan(4), (ushort)(answer.Length - 13));
        answer[8] = 3;
        answer[11] = 0x40;
        answer[12] = 0x02;
        answer[13] = 0x0F;
        answer[0x1F] = 0x3B;
        BitConverter.TryWriteBytes(answer.AsSpan(0x21), (ushort)name.Length);
        Encoding.ASCII.GetBytes(name).CopyTo(answer, NameAt);
        return answer;
    }
}
