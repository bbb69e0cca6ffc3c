using System.Numerics;
using System.Runtime.CompilerServices;

namespace CoexTools.Files;

/// <summary>
/// Detects whether the content of a file has changed. It is not secure against somebody who constructs two files with
/// the same hash.
/// </summary>
/// <remarks>
/// The bytes are the coefficients of a polynomial in y, highest power first. Each of the eight bits is a polynomial
/// over GF(2). The hash is the XXH64 of the length and of the remainder of a division by y^521 + y^193 + y^148 + y^69 +
/// 1, which is primitive. The hash of a file can therefore be computed from its pieces. The division requires no
/// multiplication, and its terms are far enough apart for vectors. Version 0.1.0 wrote the XXH64 of the bytes instead:
/// 16 digits without a letter before them.
/// </remarks>
internal sealed class ContentHash
{
    /// <summary>The degree of the divisor.</summary>
    public const int Degree = 521;

    // A digit of the quotient is computed from those that precede it by these distances and by the degree.
    private const int Near = Degree - 193, Middle = Degree - 148, Far = Degree - 69;
    private const int ChunkLength = 1 << 13;
    private const int FormerLength = 16;

    private readonly XxHash64? _former;
    private readonly bool _vectors = Vectors.AreThere;
    // The last digits, and space for those of a chunk.
    private readonly byte[] _quotient = new byte[Degree + ChunkLength];
    private long _length;

    /// <summary>Creates the hash of empty content.</summary>
    public ContentHash()
    {
    }

    /// <summary>Creates the hash of all bytes before a position.</summary>
    public ContentHash(HashState state)
    {
        _length = state.Length;
        for (int i = 0; i < Degree; i++)
            _quotient[i] = (byte)(state.Remainder[i] ^ Digit(i - Near) ^ Digit(i - Middle) ^ Digit(i - Far));

        byte Digit(int place) => place < 0 ? (byte)0 : _quotient[place];
    }

    /// <summary>Creates the hash of empty content with or without vectors, for tests.</summary>
    internal ContentHash(bool vectors) => _vectors = vectors;

    private ContentHash(XxHash64 former) => _former = former;

    /// <summary>The state after all bytes that were added so far.</summary>
    public HashState State
    {
        get
        {
            byte[] remainder = new byte[Degree];
            for (int i = 0; i < Degree; i++)
                remainder[i] = (byte)(_quotient[i] ^ Digit(i - Near) ^ Digit(i - Middle) ^ Digit(i - Far));
            return new HashState(remainder, _length);

            byte Digit(int place) => place < 0 ? (byte)0 : _quotient[place];
        }
    }

    /// <summary>Creates the hash of empty content, in the format of another hash.</summary>
    public static ContentHash Like(string hash) => IsFormer(hash) ? new ContentHash(new XxHash64()) : new ContentHash();

    /// <summary>Returns the hash of the rest of a stream.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="like">A hash in the required format.</param>
    /// <param name="cancel">Cancels the read.</param>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was cancelled.</exception>
    public static string Of(Stream stream, string like, CancellationToken cancel)
    {
        ContentHash hash = Like(like);
        byte[] buffer = new byte[1 << 17];
        for (int read; (read = stream.Read(buffer, 0, buffer.Length)) > 0;)
        {
            cancel.ThrowIfCancellationRequested();
            hash.Append(buffer, 0, read);
        }
        return hash.ToString();
    }

    /// <summary>Returns the hash of the current content of a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancel">Cancels the read.</param>
    /// <param name="like">A hash in the required format.</param>
    /// <exception cref="CoexException">The file does not exist, or it is a folder.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was cancelled.</exception>
    public static string OfFile(string path, CancellationToken cancel, string like = "")
    {
        using FileStream stream = FilePlace.OpenRead(path);
        return Of(stream, like, cancel);
    }

    /// <summary>Returns whether two hashes have the same format and can be compared.</summary>
    public static bool AreAlike(string one, string other) => IsFormer(one) == IsFormer(other);

    /// <summary>Returns the hash of a state.</summary>
    public static string Format(HashState state)
    {
        var digest = new XxHash64();
        digest.Append(state.Remainder, 0, Degree);
        digest.Append(BitConverter.GetBytes(state.Length), 0, sizeof(long));
        return $"P{digest}";
    }

    /// <summary>
    /// Returns the state after a piece that is copied from another file. There, the piece leads from one state to
    /// another. Here, it follows a third one.
    /// </summary>
    /// <param name="reached">The state in this file before the piece.</param>
    /// <param name="start">The state in the other file before the piece.</param>
    /// <param name="end">The state in the other file after the piece.</param>
    public static HashState After(HashState reached, HashState start, HashState end)
    {
        long length = end.Length - start.Length;
        byte[] difference = new byte[Degree];
        bool isSame = true;
        for (int i = 0; i < Degree; i++)
            isSame &= (difference[i] = (byte)(reached.Remainder[i] ^ start.Remainder[i])) == 0;
        if (isSame)
            return end with { Length = reached.Length + length };
        byte[] moved = Multiply(difference, Power(length));
        for (int i = 0; i < Degree; i++)
            moved[i] ^= end.Remainder[i];
        return new HashState(moved, reached.Length + length);
    }

    /// <summary>Adds content.</summary>
    public void Append(byte[] bytes, int offset, int count)
    {
        _length += count;
        if (_former is not null)
        {
            _former.Append(bytes, offset, count);
            return;
        }
        while (count > 0)
        {
            int some = Math.Min(count, ChunkLength);
            Divide(bytes, offset, some);
            Buffer.BlockCopy(_quotient, some, _quotient, 0, Degree);
            offset += some;
            count -= some;
        }
    }

    /// <summary>Returns the hash of all bytes that were added so far.</summary>
    public override string ToString() => _former?.ToString() ?? Format(State);

    private static bool IsFormer(string hash) => hash.Length == FormerLength;

    // The remainder of y to a power, by squaring: its coefficients are 0 and 1.
    private static byte[] Power(long exponent)
    {
        byte[] power = new byte[Degree];
        power[Degree - 1] = 1;
        byte[] square = new byte[2 * Degree]; // With a zero at the end, for one more power.
        int bit = 62;
        while (bit >= 0 && (exponent >> bit & 1) == 0)
            bit--;
        for (; bit >= 0; bit--)
        {
            for (int i = 0; i < Degree; i++)
                square[2 * i] = power[i];
            power = Reduce(square, (2 * Degree) - 1 + (int)(exponent >> bit & 1));
        }
        return power;
    }

    [MethodImpl(JitOptions.FullOptimization)]
    private static unsafe byte[] Multiply(byte[] remainder, byte[] power)
    {
        byte[] product = new byte[(2 * Degree) - 1];
        fixed (byte* target = product, source = remainder)
        {
            for (int place = 0; place < Degree; place++)
            {
                if (power[place] != 0)
                {
                    byte* to = target + place;
                    int i = 0;
                    for (; i + sizeof(ulong) <= Degree; i += sizeof(ulong))
                        *(ulong*)(to + i) ^= *(ulong*)(source + i);
                    for (; i < Degree; i++)
                        to[i] ^= source[i];
                }
            }
        }
        return Reduce(product, product.Length);
    }

    private static byte[] Reduce(byte[] coefficients, int count)
    {
        var hash = new ContentHash();
        hash.Append(coefficients, 0, count);
        return hash.State.Remainder;
    }

    [MethodImpl(JitOptions.FullOptimization)]
    private unsafe void Divide(byte[] bytes, int offset, int count)
    {
        fixed (byte* source = &bytes[offset], quotient = &_quotient[Degree])
        {
            int at = _vectors ? DivideVectors(source, quotient, count) : 0;
            for (; at + sizeof(ulong) <= count; at += sizeof(ulong))
            {
                byte* to = quotient + at; // Processors that .NET supports allow unaligned reads.
                *(ulong*)to = *(ulong*)(source + at) ^ *(ulong*)(to - Near) ^ *(ulong*)(to - Middle) ^ *(ulong*)(
                    to - Far) ^ *(ulong*)(to - Degree);
            }
            for (; at < count; at++)
            {
                byte* to = quotient + at;
                *to = (byte)(source[at] ^ to[-Near] ^ to[-Middle] ^ to[-Far] ^ to[-Degree]);
            }
        }
    }

    [MethodImpl(JitOptions.FullOptimization | MethodImplOptions.NoInlining)]
    private static unsafe int DivideVectors(byte* source, byte* quotient, int count)
    {
        int at = 0;
        for (; at + Vector<byte>.Count <= count; at += Vector<byte>.Count)
        {
            byte* to = quotient + at;
            *(Vector<byte>*)to = *(Vector<byte>*)(source + at) ^ *(Vector<byte>*)(
                to - Near) ^ *(Vector<byte>*)(to - Middle)
                ^ *(Vector<byte>*)(to - Far) ^ *(Vector<byte>*)(to - Degree);
        }
        return at;
    }
}
