using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using CoexTools.Changes;
using CoexTools.CrashChild;
using CoexTools.Model;

namespace CoexTools.Tests.Durability;

/// <summary>
/// A small server of the Domino REST API whose documents processes change, and the journal of the changes. What the
/// server did is known, so the journal can be compared with it.
/// </summary>
internal sealed class ServerPlace : IDisposable
{
    private const int Fields = 400;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly TemporaryFolder _folder = new();
    private readonly Lock _gate = new();
    private readonly Document[] _documents;
    private readonly List<(string UniversalId, string Revision)> _made = [];
    private int _open;

    public ServerPlace(int documents)
    {
        _documents = [.. Enumerable.Range(1, documents).Select(number => new Document(number))];
        _listener.Start();
        new Thread(Accept) { IsBackground = true }.Start();
    }

    public string Address => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    public string JournalPath => Path.Combine(_folder.FullName, "server.journal");

    public string[] Content => _folder.Content;

    /// <summary>Called with the number of a change before the server makes it: whether the server refuses it.</summary>
    public Func<int, bool> Refuses { get; set; } = _ => false;

    /// <summary>Called after the server made a change, and before it responds.</summary>
    public Action Made { get; set; } = () => { };

    /// <summary>The changes that the server made: the document, and its revision before the change.</summary>
    public IReadOnlyList<(string UniversalId, string Revision)> Changes
    {
        get
        {
            lock (_gate)
                return [.. _made];
        }
    }

    public static string UniversalId(int number) => Texts.UniversalId(number);

    public string RevisionOf(int number) => _documents[number - 1].Revision;

    /// <summary>Makes a change as the server does for a request of a process that was killed since.</summary>
    public void Change(int number)
    {
        lock (_gate)
            Make(_documents[number - 1], [$"Spare{_made.Count + 1}"]);
    }

    public DominoDirectory Connect() => ServerChanger.Connect(Address, JournalPath);

    public Child Start(int number, int rounds) =>
        Child.Start("server", CopyWay.Hashed, JournalPath, Address, UniversalId(number), $"{rounds}");

    /// <summary>
    /// Waits until the server has answered all that was sent to it, also by a process that was killed.
    /// </summary>
    public void WaitUntilIdle() =>
        Assert.True(SpinWait.SpinUntil(
            () => !_listener.Pending() && Volatile.Read(ref _open) == 0, Waiting.Limit));

    /// <summary>
    /// The changes in the journal that are in effect are those that the server made, each once and in the same order.
    /// </summary>
    public IReadOnlyList<JournalEntry> AssertAgrees()
    {
        WaitUntilIdle();
        IReadOnlyList<JournalEntry> entries = ServerChanger.History(Connect());
        Assert.Equal(entries.Select(entry => entry.Id).Distinct().Order(), entries.Select(entry => entry.Id));
        Assert.Equal(
            Changes,
            entries.Where(entry => entry.IsInFile)
                .Select(entry => (Assert.Single(entry.Documents).UniversalId, entry.StateBefore)));
        return entries;
    }

    public void Dispose()
    {
        _listener.Stop();
        _folder.Dispose();
    }

    private void Accept()
    {
        try
        {
            while (true)
            {
                // A connection counts before it is accepted, so that no moment seems idle.
                if (!_listener.Server.Poll(TimeSpan.FromSeconds(1), SelectMode.SelectRead))
                    continue;
                Interlocked.Increment(ref _open);
                TcpClient client = _listener.AcceptTcpClient();
                new Thread(() => Answer(client)) { IsBackground = true }.Start();
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // The server was stopped.
        }
    }

    private void Answer(TcpClient client)
    {
        try
        {
            using (client)
            {
                using NetworkStream stream = client.GetStream();
                // The length of the body in bytes is its length in characters.
                using var reader = new StreamReader(stream, Encoding.Latin1);
                string[] request = (reader.ReadLine() ?? "").Split(' ');
                int length = 0;
                while (reader.ReadLine() is { Length: > 0 } header)
                {
                    if (header.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))
                        length = int.Parse(header.Split(':')[1]);
                }
                char[] body = new char[length];
                if (reader.ReadBlock(body, 0, length) < length || request.Length < 2)
                    return; // The process was killed while it sent the request.
                (int status, string answer) = Answer(
                    request[0], new Uri("http://server" + request[1]), new string(body));
                byte[] bytes = Encoding.UTF8.GetBytes(answer);
                stream.Write(Encoding.ASCII.GetBytes(
                    $"HTTP/1.1 {status} Status\r\nContent-Type: "
                        + $"application/json\r\nContent-Length: {bytes.Length}\r\nConnection: close\r\n\r\n"));
                stream.Write(bytes);
            }
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            // The process was killed.
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }

    private (int Status, string Answer) Answer(string method, Uri uri, string body)
    {
        string[] parts = uri.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries);
        string operation = parts.Length > 2 ? parts[2] : "";
        Document? document = parts.Length > 3 ? Array.Find(_documents, one => one.UniversalId == parts[3]) : null;
        string answer;
        lock (_gate)
        {
            switch (method, operation)
            {
                case ("POST", "auth"):
                    return (200, """{"bearer":"a.b.c","expSeconds":3600,"leeway":5}""");
                case ("GET", "scope") when uri.AbsolutePath.EndsWith("/access", StringComparison.Ordinal):
                    return (200, """{"User":"CN=Admin/O=Acme","Level":"MANAGER","Roles":[]}""");
                case ("POST", "query") when body.Contains("'Domain'", StringComparison.Ordinal):
                    return (200, new JsonArray([.. _documents.Select(one => one.Json())]).ToJsonString());
                case ("POST", "query"):
                    return (200, "[]");
                case ("GET", "acl"):
                    return (200, """[{"name":"-Default-","type":"","level":"READER","roles":[],"flags":[]}]""");
                case ("GET", "access"):
                    return (200, "[]");
                case ("GET", "docmeta") when document is not null:
                    return (200, document.Meta().ToJsonString());
                case ("GET", "raw") when document is not null:
                    return (200, document.Json().ToJsonString());
                case ("PATCH", "document") when document is not null:
                    if (Refuses(_made.Count)
                        || !uri.Query.Contains($"revision={document.Revision}", StringComparison.Ordinal))
                        return (400, """{"status":400,"message":"No"}""");
                    Make(document, JsonNode.Parse(body)!.AsObject().Select(item => item.Key));
                    answer = document.Json().ToJsonString();
                    break;
                default:
                    return (404, """{"status":404,"message":"No such operation"}""");
            }
        }
        Made();
        return (200, answer);
    }

    private void Make(Document document, IEnumerable<string> fields)
    {
        _made.Add((document.UniversalId, document.Revision));
        document.Remove([.. fields]);
    }

    private sealed class Document(int number)
    {
        private readonly List<string> _fields = [.. Enumerable.Range(1, Fields).Select(field => $"Spare{field}")];
        private int _sequence = 1;

        public string UniversalId { get; } = ServerPlace.UniversalId(number);

        public string Revision => $"{number}-{_sequence}";

        public void Remove(string[] fields)
        {
            _fields.RemoveAll(field => fields.Contains(field));
            _sequence++;
        }

        public JsonObject Meta() => new()
        {
            ["unid"] = UniversalId,
            ["noteid"] = 2000 + number,
            ["created"] = "2019-03-10T09:30:15.12Z",
            ["lastmodified"] = DateTimeOffset.UnixEpoch.AddYears(55).AddMilliseconds(10 * _sequence).ToString("o"),
            ["revision"] = Revision,
            ["Form"] = "Domain",
        };

        public JsonObject Json()
        {
            var json = new JsonObject
            {
                ["@meta"] = Meta(),
                ["Form"] = "Domain",
                ["DomainType"] = "Foreign Domain",
                ["DomainName"] = $"Ext{number}",
                ["MailServer"] = "CN=DominoA/O=Acme",
                ["CalendarServer"] = "CN=DominoA/O=Acme",
            };
            foreach (string field in _fields)
                json[field] = "x";
            return json;
        }
    }
}
