using System.Collections.Concurrent;
using CoexTools.Model;
using CoexTools.Names;

namespace CoexTools.Access;

/// <summary>
/// Represents the readers of a directory, each determined once. States of a directory share them if they have the same
/// groups, the same access control list, and the same entries in their documents.
/// </summary>
internal sealed class AccessReaders
{
    private readonly AccessControlList _accessControlList;
    private readonly ConcurrentDictionary<NotesName, AccessReader>[] _readers; // By the kind of reader.
    private readonly ConcurrentDictionary<AccessProfile, AccessProfile> _profiles = new();

    /// <param name="memberships">The groups that names are in.</param>
    /// <param name="accessControlList">The access control list.</param>
    public AccessReaders(Memberships memberships, AccessControlList accessControlList)
    {
        Memberships = memberships;
        _accessControlList = accessControlList;
        _readers = new ConcurrentDictionary<NotesName, AccessReader>[Enum.GetValues(typeof(ReaderKind)).Length];
        for (int i = 0; i < _readers.Length; i++)
            _readers[i] = new ConcurrentDictionary<NotesName, AccessReader>();
    }

    /// <summary>Gets the groups that names are in.</summary>
    public Memberships Memberships { get; }

    /// <summary>Returns the reader with a name.</summary>
    public AccessReader Of(NotesName name, ReaderKind kind)
    {
        ConcurrentDictionary<NotesName, AccessReader> readers = _readers[(int)kind];
        return readers.TryGetValue(name, out AccessReader? reader) ? reader
            : readers.GetOrAdd(name, new AccessReader(name, kind, Memberships, _accessControlList, _profiles));
    }
}
