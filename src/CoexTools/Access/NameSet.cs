using CoexTools.Names;

namespace CoexTools.Access;

/// <summary>Represents a set of names from a fixed list, with a bit for each name.</summary>
internal sealed class NameSet : IEquatable<NameSet>
{
    private const int WordLength = 64;

    private readonly Dictionary<NotesName, int> _places;
    private readonly ulong[] _bits;

    /// <summary>Creates an empty set.</summary>
    /// <param name="places">The names that it can contain, each with its number. The sets share them.</param>
    public NameSet(Dictionary<NotesName, int> places)
    {
        _places = places;
        _bits = new ulong[(places.Count + WordLength - 1) / WordLength];
    }

    /// <summary>Returns whether the set contains a name.</summary>
    public bool Contains(NotesName name) =>
        _places.TryGetValue(name, out int place) && (_bits[place / WordLength] & (1UL << (place % WordLength))) != 0;

    /// <summary>Adds a name if the set can contain it, and returns whether it was new.</summary>
    public bool Add(NotesName name)
    {
        if (!_places.TryGetValue(name, out int place))
            return false;
        ulong bit = 1UL << (place % WordLength);
        bool isNew = (_bits[place / WordLength] & bit) == 0;
        _bits[place / WordLength] |= bit;
        return isNew;
    }

    /// <summary>Adds all names of another set, and returns whether any of them was new.</summary>
    public bool Add(NameSet others)
    {
        bool isNew = false;
        for (int i = 0; i < _bits.Length; i++)
        {
            isNew |= (others._bits[i] & ~_bits[i]) != 0;
            _bits[i] |= others._bits[i];
        }
        return isNew;
    }

    /// <inheritdoc/>
    public bool Equals(NameSet? other)
    {
        if (other is null || other._bits.Length != _bits.Length)
            return false;
        for (int i = 0; i < _bits.Length; i++)
        {
            if (_bits[i] != other._bits[i])
                return false;
        }
        return true;
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as NameSet);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        ulong hash = 0;
        foreach (ulong word in _bits)
            hash = (hash * 31) + word;
        return hash.GetHashCode();
    }
}
