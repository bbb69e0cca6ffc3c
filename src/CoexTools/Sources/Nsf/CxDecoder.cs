using System.Runtime.CompilerServices;
using CoexTools.Values;

namespace CoexTools.Sources.Nsf;

/// <summary>
/// Decompresses CX: literals and copies of earlier output, packed into bits, least significant bit first. The lengths
/// and the high parts of the distances are run codes: zeros that give the number of bits that follow.
/// </summary>
internal sealed class CxDecoder
{
    private const int ModeBits = 3;
    private const int EndLength = 0x102;

    private readonly NsfBytes _source;
    private int _next;
    private uint _buffer;
    private int _buffered;

    private CxDecoder(NsfBytes source) => _source = source;

    /// <summary>
    /// Decompresses a body: a chain of streams, each after its length, until the declared size is reached.
    /// </summary>
    /// <param name="source">The compressed body.</param>
    /// <param name="size">The number of bytes that the body must have.</param>
    /// <exception cref="NsfException">The body is not compressed in this way, or has a different size.</exception>
    public static byte[] DecodeChain(NsfBytes source, int size)
    {
        byte[] target = new byte[size];
        int at = 0;
        for (int done = 0; done < size;)
        {
            uint length = source.U32(at);
            int before = done;
            new CxDecoder(source.Slice(at + 4, length)).Decode(target, ref done);
            if (done == before)
                // The loop would never end.
                throw NsfException.Damaged(source.Offset + at, "A compressed stream is empty");
            at += 4 + (int)length;
        }
        return target;
    }

    [MethodImpl(JitOptions.FullOptimization)]
    private void Decode(byte[] target, ref int done)
    {
        if (_source.U8(0) <= ModeBits)
            throw Wrong("A compressed stream has an unknown mode");
        Bits(ModeBits);
        while (true)
        {
            if (Bit() == 0)
            {
                if (done == target.Length)
                    throw Wrong("A compressed stream is longer than declared");
                target[done++] = (byte)Bits(8);
                continue;
            }
            int length = (Bit() == 0 ? RunCode() : 0) + 2;
            if (length >= EndLength)
                return;
            int distance = length > 2 && Bit() == 0 ? RunCode() << 8 : 0;
            distance += Bits(8);
            if (distance == 0 || distance > done)
                throw Wrong("A compressed stream refers to bytes before the start");
            if (length > target.Length - done)
                throw Wrong("A compressed stream is longer than declared");
            for (int end = done + length; done < end; done++)
                target[done] = target[done - distance];
        }
    }

    private int RunCode()
    {
        int width = 1;
        while (Bit() == 0)
        {
            if (++width > 9)
                throw Wrong("A compressed stream has a run code that is too long");
        }
        return (1 << width) - 1 + Bits(width);
    }

    private int Bit() => Bits(1);

    [MethodImpl(JitOptions.FullOptimization)]
    private int Bits(int count)
    {
        while (_buffered < count)
        {
            _buffer |= (uint)_source.U8(_next++) << _buffered;
            _buffered += 8;
        }
        int bits = (int)(_buffer & ((1u << count) - 1));
        _buffer >>= count;
        _buffered -= count;
        return bits;
    }

    private NsfException Wrong(string why) => NsfException.Damaged(_source.Offset + _next, why);
}
