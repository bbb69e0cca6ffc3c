namespace CoexTools.Tests.Nsf;

/// <summary>Compresses as Notes does, for the writer of databases. It shares no code with the decoder.</summary>
internal sealed class CxEncoder
{
    private readonly List<byte> _bytes = [];
    private int _bit;

    /// <summary>A body: streams, each behind its length.</summary>
    /// <param name="body">The bytes.</param>
    /// <param name="streamSize">How many of the bytes one stream holds.</param>
    public static byte[] Chain(byte[] body, int streamSize = int.MaxValue)
    {
        var chain = new MemoryStream();
        for (int at = 0; at < body.Length;)
        {
            int size = Math.Min(streamSize, body.Length - at);
            byte[] stream = new CxEncoder().Encode(body.AsSpan(at, size));
            chain.Write(BitConverter.GetBytes(stream.Length));
            chain.Write(stream);
            at += size;
        }
        return chain.ToArray();
    }

    private byte[] Encode(ReadOnlySpan<byte> body)
    {
        Put(4, 3);
        var places = new Dictionary<int, int>();
        for (int at = 0; at < body.Length;)
        {
            int length = 0, distance = 0;
            if (at + 2 <= body.Length)
            {
                int start = body[at] | (body[at + 1] << 8);
                if (places.TryGetValue(start, out int place) && at - place < 1 << 16)
                {
                    distance = at - place;
                    while (length < 0x101 && at + length < body.Length && body[place + length] == body[at + length])
                        length++;
                }
                places[start] = at;
            }
            if (length < 2 || (length == 2 && distance > 255))
            {
                Put(0, 1);
                Put(body[at++], 8);
                continue;
            }
            Put(1, 1);
            if (length == 2)
            {
                Put(1, 1);
            }
            else
            {
                Put(0, 1);
                PutRun(length - 2);
                Put(distance < 256 ? 1 : 0, 1);
                if (distance >= 256)
                    PutRun(distance >> 8);
            }
            Put(distance & 0xFF, 8);
            at += length;
        }
        Put(1, 1);
        Put(0, 1);
        PutRun(0x100);
        return [.. _bytes];
    }

    private void PutRun(int value)
    {
        int width = 1;
        while (value > (1 << (width + 1)) - 2)
            width++;
        Put(0, width - 1);
        Put(1, 1);
        Put(value - ((1 << width) - 1), width);
    }

    private void Put(int value, int count)
    {
        for (int i = 0; i < count; i++, _bit++)
        {
            if (_bit % 8 == 0)
                _bytes.Add(0);
            if ((value >> i & 1) != 0)
                _bytes[^1] |= (byte)(1 << (_bit % 8));
        }
    }
}
