using System.IO.Compression;
using System.Text;
using CoexTools.Files;
using CoexTools.Model;
using CoexTools.Names;
using CoexTools.Sources.Dxl.Editing;
using CoexTools.Sources.Dxl.Reading;
using CoexTools.Sources.Dxl.Storage;
using CoexTools.Values;

namespace CoexTools.State;

/// <summary>
/// Writes what a directory's commands ask for as one short text, and reads it: the Domain documents with their places
/// in the file, the servers, groups and access control list, the field map, and what the file was. Of the rest of the
/// file it has nothing.
/// </summary>
internal static class DirectoryStateSerializer
{
    private const byte Version = 3;
    // Its ACL entries have no type, its servers no settings, and its directories no assumptions.
    private const byte FirstVersion = 1;
    private const byte SecondVersion = 2; // Its groups have only a name, a type, and members.
    private const int HashLength = 32;

    /// <summary>Returns the state as a text: Base64 of a version, of a hash, and of the compressed rest.</summary>
    public static string Write(DirectoryContent content)
    {
        using var stream = new MemoryStream();
        using (var compressed = new DeflateStream(stream, CompressionLevel.Optimal, leaveOpen: true))
        using (var writer = new BinaryWriter(compressed, Encoding.UTF8))
            new StateWriter(writer, DxlLayout.Of(content)).Write(content);
        byte[] body = stream.ToArray();
        return Convert.ToBase64String([Version, .. Sha256.BytesOf(body), .. body]);
    }

    /// <summary>Returns the hash that identifies a state, after verifying it.</summary>
    /// <param name="text">The text.</param>
    /// <param name="body">The content to read.</param>
    /// <exception cref="RehydrationException">The text is not that of a state.</exception>
    public static string HashOf(string text, out StateBody body) => BitConverter.ToString(Body(text, out body));

    /// <summary>Reads a state.</summary>
    /// <param name="body">The content that <see cref="HashOf(string, out StateBody)"/> returned.</param>
    /// <param name="isInMemory">Receives whether it is that of a directory in memory.</param>
    public static DirectoryContent Read(StateBody body, out bool isInMemory)
    {
        using var stream = new DeflateStream(new MemoryStream(body.Bytes), CompressionMode.Decompress);
        using var reader = new BinaryReader(stream, Encoding.UTF8);
        return new StateReader(reader, body.Version).Read(out isInMemory);
    }

    // The hash, which is right.
    private static byte[] Body(string text, out StateBody body)
    {
        byte[] bytes;
        try
        {
            bytes = Convert.FromBase64String(text);
        }
        catch (FormatException e)
        {
            throw new RehydrationException("The state of its directory was changed.", e);
        }
        if (bytes.Length > 0 && bytes[0] is < FirstVersion or > Version)
            throw new RehydrationException(
                $"The state of its directory has the format version {bytes[0]}. This module reads the "
                    + $"versions {FirstVersion} to {Version}.");
        if (bytes.Length < 1 + HashLength)
            throw new RehydrationException("The state of its directory was changed.");
        byte[] written = new byte[HashLength];
        body = new StateBody(bytes[0], new byte[bytes.Length - 1 - HashLength]);
        Array.Copy(bytes, 1, written, 0, written.Length);
        Array.Copy(bytes, 1 + HashLength, body.Bytes, 0, body.Bytes.Length);
        if (!Sha256.BytesOf(body.Bytes).SequenceEqual(written))
            throw new RehydrationException("The state of its directory was changed.");
        return written;
    }

    private sealed class StateWriter(BinaryWriter writer, DxlLayout? layout)
    {
        private readonly List<IReadOnlyDictionary<string, string>> _namespaces = [];

        public void Write(DirectoryContent content)
        {
            writer.Write(content.Name);
            Write(content.Path);
            writer.Write(content.ReplicaId);
            writer.Write(content.HighestKey);
            writer.Write(content.Owner is not null);
            Write(content.FieldMap);
            Write(layout?.Stamp);
            Write(layout?.Outline);
            Write(content.AccessControlList);
            Write(content.Servers, server =>
            {
                writer.Write(server.NotesName.Text);
                Write(server.Domain);
                Write(server.HostName);
                Write(server.ClusterName);
                Write(server.Settings.Values, setting =>
                {
                    writer.Write(setting.Key);
                    Write(setting.Value, writer.Write);
                });
            });
            Write(content.Groups, group =>
            {
                writer.Write(group.Name);
                writer.Write((int)group.Type);
                Write(group.Member, member => writer.Write(member.Text));
                writer.Write(group.Modified is not null);
                if (group.Modified is { } modified)
                    writer.Write(DxlTime.Format(modified));
                writer.Write(group.IsComputed);
            });
            Write(content.Documents, Write);
            Write(content.ServerAndGroupDocuments, Write);
            writer.Write(content.IsNsf);
            Write(content.Assumptions, writer.Write);
            // The format has universal ids, which a file can contain twice.
            Write(
                [
                    .. content.Documents.Where(document => content.IncompleteDocuments.Contains(document.Key))
                        .Select(document => document.UniversalId),
                ],
                writer.Write);
            var frame = content.Origin as DirectoryFrame;
            writer.Write(frame is not null);
            if (frame is not null)
                Write(frame.Documents, Write);
        }

        private void Write(FieldMap map) => Write(FieldMap.PropertyNames, name =>
        {
            writer.Write(name);
            Write(map.CandidatesOf(name), writer.Write);
        });

        private void Write(FileStamp? stamp)
        {
            writer.Write(stamp is not null);
            if (stamp is null)
                return;
            writer.Write(stamp.Length);
            writer.Write(stamp.Hash);
            writer.Write(stamp.Encoding.WebName);
        }

        private void Write(DxlOutline? outline)
        {
            writer.Write(outline is not null);
            if (outline is null)
                return;
            writer.Write(outline.RootName);
            writer.Write(outline.IsEmptyRoot);
            writer.Write(outline.ContentStart);
            writer.Write(outline.AccessControlListStart);
            writer.Write(outline.End);
        }

        private void Write(AccessControlList? list)
        {
            writer.Write(list is not null);
            if (list is null)
                return;
            writer.Write(list.IsAssumed);
            Write(list.Entry, entry =>
            {
                writer.Write(entry.NotesName.Text);
                writer.Write((int)entry.Level);
                Write(entry.Role, writer.Write);
                writer.Write(entry.IsDefault);
                writer.Write((int)entry.Type);
            });
            writer.Write(layout?.AccessControlList is not null);
            if (layout?.AccessControlList is { } element)
            {
                writer.Write(element.Text);
                Write(element.Namespaces);
                Write(element.Position);
            }
        }

        private void Write(DominoDocument document)
        {
            writer.Write(document.Key);
            writer.Write(document.Text);
            Write(document.Namespaces);
            FilePosition position = default;
            bool hasPosition = layout?.Positions.TryGetValue(document.Key, out position) ?? false;
            writer.Write(hasPosition);
            if (hasPosition)
                Write(position);
        }

        private void Write(FilePosition position)
        {
            writer.Write(position.Offset);
            writer.Write(position.Length);
        }

        // Most documents have the same ones, which are written once.
        private void Write(IReadOnlyDictionary<string, string> namespaces)
        {
            int known = _namespaces.FindIndex(other => other.Count == namespaces.Count
                && other.All(pair => namespaces.TryGetValue(pair.Key, out string? value) && value == pair.Value));
            writer.Write(known);
            if (known >= 0)
                return;
            _namespaces.Add(namespaces);
            Write(namespaces.OrderBy(pair => pair.Key, StringComparer.Ordinal).ToList(), pair =>
            {
                writer.Write(pair.Key);
                writer.Write(pair.Value);
            });
        }

        private void Write<T>(IReadOnlyCollection<T> list, Action<T> write)
        {
            writer.Write(list.Count);
            foreach (T element in list)
                write(element);
        }

        private void Write(string? text)
        {
            writer.Write(text is not null);
            if (text is not null)
                writer.Write(text);
        }
    }

    private sealed class StateReader(BinaryReader reader, byte version)
    {
        private readonly List<IReadOnlyDictionary<string, string>> _namespaces = [];
        private readonly Dictionary<int, FilePosition> _positions = [];

        public DirectoryContent Read(out bool isInMemory)
        {
            var content = new DirectoryContent
            {
                Name = reader.ReadString(),
                Path = ReadText(),
                ReplicaId = reader.ReadString(),
                HighestKey = reader.ReadInt32(),
            };
            isInMemory = reader.ReadBoolean();
            content = content with
            {
                FieldMap = FieldMap.FromDictionary(
                    ReadList(() => (Name: reader.ReadString(), Candidates: ReadList(reader.ReadString)))
                    .ToDictionary(pair => pair.Name, pair => pair.Candidates)),
            };
            FileStamp? stamp = reader.ReadBoolean()
                ? new FileStamp(reader.ReadInt64(), reader.ReadString(), DxlEncoding.Named(reader.ReadString()))
                : null;
            DxlOutline? outline = reader.ReadBoolean()
                ? new DxlOutline(
                    reader.ReadString(), reader.ReadBoolean(), reader.ReadInt64(), reader.ReadInt64(),
                    reader.ReadInt64())
                : null;
            DxlElement? element = null;
            content = content with
            {
                AccessControlList = reader.ReadBoolean() ? ReadAccessControlList(out element) : null,
                Servers =
                    ReadList(() => new DominoServer(
                        new NotesName(reader.ReadString()), ReadText(), ReadText(), ReadText(), ReadSettings())),
                Groups = ReadList(ReadGroup),
                Documents = ReadList(ReadDocument),
                ServerAndGroupDocuments = ReadList(ReadDocument),
            };
            if (version > FirstVersion)
            {
                content = content with
                {
                    IsNsf = reader.ReadBoolean(),
                    Assumptions = ReadList(reader.ReadString),
                };
                HashSet<string> incomplete = new(ReadList(reader.ReadString), StringComparer.OrdinalIgnoreCase);
                content = content with
                {
                    IncompleteDocuments = new HashSet<int>(
                        from document in content.Documents
                        where incomplete.Contains(document.UniversalId)
                        select document.Key),
                };
            }
            List<DominoDocument>? imported = reader.ReadBoolean() ? ReadList(ReadDocument) : null;
            if (content.Path is not { } path || stamp is null || outline is null)
                return content;
            var layout = new DxlLayout(path, stamp, outline, _positions, element);
            // The rest of the file stays in the file: an export reads it, and fails if the file is missing or has
            // changed.
            return content with { Origin = imported is null ? layout : DirectoryImport.LaterFrame(layout, imported) };
        }

        private DominoGroup ReadGroup()
        {
            string name = reader.ReadString();
            var type = (GroupType)reader.ReadInt32();
            List<NotesName> members = ReadList(() => new NotesName(reader.ReadString()));
            return version > SecondVersion
                ? new DominoGroup(name, type, members, DxlTime.Parse(ReadText()).Instant, reader.ReadBoolean())
                : new DominoGroup(name, type, members);
        }

        private ServerSettings ReadSettings() =>
            version > FirstVersion
                ? ServerSettings.Of(
                    ReadList(() => (reader.ReadString(), (IReadOnlyList<string>)ReadList(reader.ReadString))))
                : ServerSettings.None;

        private AccessControlList ReadAccessControlList(out DxlElement? element)
        {
            bool isAssumed = reader.ReadBoolean();
            List<AccessControlEntry> entries = ReadList(() =>
                new AccessControlEntry(
                    reader.ReadString(), (AccessLevel)reader.ReadInt32(), ReadList(
                        reader.ReadString), reader.ReadBoolean(),
                    version > FirstVersion ? (AclEntryType)reader.ReadInt32() : AclEntryType.Unspecified));
            element = reader.ReadBoolean()
                ? new DxlElement(
                    DxlElementKind.AccessControlList, Form: null, Key: -1, reader.ReadString(), ReadNamespaces(),
                    ReadPosition())
                : null;
            return new AccessControlList(entries, isAssumed);
        }

        private DominoDocument ReadDocument()
        {
            int key = reader.ReadInt32();
            string text = reader.ReadString();
            IReadOnlyDictionary<string, string> namespaces = ReadNamespaces();
            if (reader.ReadBoolean())
                _positions[key] = ReadPosition();
            return DocumentParser.Parse(text, namespaces, key);
        }

        private FilePosition ReadPosition() => new(reader.ReadInt64(), reader.ReadInt64());

        private IReadOnlyDictionary<string, string> ReadNamespaces()
        {
            int known = reader.ReadInt32();
            if (known >= 0)
                return _namespaces[known];
            Dictionary<string, string> read = ReadList(() => (Prefix: reader.ReadString(), Name: reader.ReadString()))
                .ToDictionary(pair => pair.Prefix, pair => pair.Name);
            _namespaces.Add(read);
            return read;
        }

        private List<T> ReadList<T>(Func<T> read)
        {
            var list = new List<T>();
            for (int count = reader.ReadInt32(); count > 0; count--)
                list.Add(read());
            return list;
        }

        private string? ReadText() => reader.ReadBoolean() ? reader.ReadString() : null;
    }
}
