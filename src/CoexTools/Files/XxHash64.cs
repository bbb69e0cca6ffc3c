using System.Globalization;
using System.Runtime.CompilerServices;

namespace CoexTools.Files;

/// <summary>The XXH64 hash, as published by its author.</summary>
internal sealed class XxHash64
{
    private const ulong Prime1 = 0x9E3779B185EBCA87, Prime2 = 0xC2B2AE3D27D4EB4F, Prime3 = 0x165667B19E3779F9;
    private const ulong Prime4 = 0x85EBCA77C2B2AE63, Prime5 = 0x27D4EB2F165667C5;
    private const int StripeLength = 32;

    private readonly byte[] _rest = new byte[StripeLength];
    private int _restLength;
    private ulong _length;
    private ulong _a = unchecked(Prime1 + Prime2);
    private ulong _b = Prime2;
    private ulong _c;
    private ulong _d = unchecked(0 - Prime1);

    /// <summary>Adds content.</summary>
    public void Append(byte[] bytes, int offset, int count)
    {
        _length += (ulong)count;
        if (_restLength > 0)
        {
            int some = Math.Min(count, StripeLength - _restLength);
            Buffer.BlockCopy(bytes, offset, _rest, _restLength, some);
            _restLength += some;
            offset += some;
            count -= some;
            if (_restLength < StripeLength)
                return;
            Mix(_rest, 0, StripeLength);
            _restLength = 0;
        }
        int whole = count - (count % StripeLength);
        Mix(bytes, offset, whole);
        _restLength = count - whole;
        Buffer.BlockCopy(bytes, offset + whole, _rest, 0, _restLength);
    }

    /// <summary>Returns the hash of all content that was added, as 16 hexadecimal digits.</summary>
    public override string ToString()
    {
        unchecked
        {
            ulong hash = _length >= StripeLength
                ? Merge(
                    Merge(Merge(Merge(Rotate(_a, 1) + Rotate(_b, 7) + Rotate(_c, 12) + Rotate(_d, 18), _a), _b), _c),
                    _d)
                : Prime5;
            hash += _length;
            int at = 0;
            for (; at + 8 <= _restLength; at += 8)
                hash = (Rotate(hash ^ Round(0, Read64(_rest, at)), 27) * Prime1) + Prime4;
            for (; at + 4 <= _restLength; at += 4)
                hash = (Rotate(hash ^ ((Read64(_rest, at, 4) & 0xFFFFFFFF) * Prime1), 23) * Prime2) + Prime3;
            for (; at < _restLength; at++)
                hash = Rotate(hash ^ (_rest[at] * Prime5), 11) * Prime1;
            hash = (hash ^ (hash >> 33)) * Prime2;
            hash = (hash ^ (hash >> 29)) * Prime3;
            return (hash ^ (hash >> 32)).ToString("X16", CultureInfo.InvariantCulture);
        }
    }

    [MethodImpl(JitOptions.FullOptimization)]
    private unsafe void Mix(byte[] bytes, int offset, int count)
    {
        if (count == 0)
            return;
        (ulong a, ulong b, ulong c, ulong d) = (_a, _b, _c, _d);
        fixed (byte* start = &bytes[offset])
        {
            for (byte* at = start; at < start + count; at += StripeLength)
            {
                // All systems that .NET supports are little-endian and allow unaligned reads.
                ulong* lanes = (ulong*)at;
                a = Round(a, lanes[0]);
                b = Round(b, lanes[1]);
                c = Round(c, lanes[2]);
                d = Round(d, lanes[3]);
            }
        }
        (_a, _b, _c, _d) = (a, b, c, d);
    }

    private static ulong Read64(byte[] bytes, int at, int count = 8)
    {
        ulong value = 0;
        for (int i = count - 1; i >= 0; i--)
            value = (value << 8) | bytes[at + i];
        return value;
    }

    private static ulong Round(ulong lane, ulong input) => unchecked(Rotate(lane + (input * Prime2), 31) * Prime1);

    private static ulong Merge(ulong hash, ulong lane) => unchecked(((hash ^ Round(0, lane)) * Prime1) + Prime4);

    private static ulong Rotate(ulong value, int bits) => (value << bits) | (value >> (64 - bits));
}
