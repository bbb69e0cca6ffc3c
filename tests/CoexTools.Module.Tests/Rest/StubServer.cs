using System.Management.Automation;
using System.Net;
using System.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using CoexTools.Module.Tests.Commands;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using NSwag;

namespace CoexTools.Module.Tests.Rest;

/// <summary>
/// A server with the operations of the Domino REST API that CoexTools uses. It validates every request and every answer
/// against the published definitions. A test that uses it fails if they do not allow what was sent, unless the test
/// caused the fault itself.
/// </summary>
internal sealed class StubServer : IDisposable
{
    public const string User = "Admin/Acme";
    public const string Password = "Kein-Geheimnis-4711";

    private readonly WebApplication _application;
    private readonly Lock _lock = new();
    private readonly List<string> _violations = [];
    private readonly List<string> _requests = [];
    private string? _token;
    private int _logons;

    private StubServer(StubDirectory directory, X509Certificate2? certificate)
    {
        Directory = directory;
        Schema = JsonNode.Parse(
            File.ReadAllText(Path.Combine(BuiltModule.Folder, "Examples", "DominoDirectory.schema.json")))!.AsObject();
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options =>
        {
            options.Limits.MaxResponseBufferSize = 1 << 16;
            options.Listen(IPAddress.Loopback, 0, listen =>
            {
                listen.Protocols = HttpProtocols.Http1;
                if (certificate is not null)
                    listen.UseHttps(certificate);
            });
        });
        _application = builder.Build();
        _application.Run(AnswerAsync);
        _application.StartAsync().GetAwaiter().GetResult();
        Address = new Uri(_application.Urls.First());
    }

    public Uri Address { get; }

    public StubDirectory Directory { get; }

    /// <summary>The schema of the scope: at first, the example that the module contains.</summary>
    public JsonObject Schema { get; }

    /// <summary>Whether the account can use the management interface.</summary>
    public bool IsManager { get; set; } = true;

    /// <summary>Whether the account can read the configuration of the scope.</summary>
    public bool ShowsScope { get; set; } = true;

    /// <summary>Whether the account can log on with each password.</summary>
    public bool AcceptsAnyPassword { get; set; }

    /// <summary>The access level of the account.</summary>
    public string Level { get; set; } = "MANAGER";

    /// <summary>Whether raw documents contain their metadata.</summary>
    public bool HasMeta { get; set; } = true;

    /// <summary>Whether the documents that a query returns contain their metadata.</summary>
    public bool QueriesMeta { get; set; } = true;

    /// <summary>How long a token is valid, in seconds.</summary>
    public int TokenSeconds { get; set; } = 7200;

    /// <summary>Fields that the form puts back when a document is saved.</summary>
    public Dictionary<string, JsonNode> Defaults { get; } = [];

    /// <summary>
    /// Answers requests in place of the server: returns whether it did. Its answers are not validated.
    /// </summary>
    public Func<HttpContext, Task<bool>>? Fault { get; set; }

    /// <summary>Called after each request that changed a document.</summary>
    public Action<StubDocument>? Changed { get; set; }

    /// <summary>Specifies that the connection ends before the next answer.</summary>
    public bool Cut { get; set; }

    /// <summary>The bodies of the requests that changed a document.</summary>
    public List<string> Patches { get; } = [];

    /// <summary>The requests: method, path, and query.</summary>
    public IReadOnlyList<string> Requests
    {
        get
        {
            lock (_lock)
                return [.. _requests];
        }
    }

    public int Logons => Volatile.Read(ref _logons);

    public static StubServer Start(string scenario, X509Certificate2? certificate = null) =>
        new(StubDirectory.Read(Path.Combine(ModuleSession.Scenarios, scenario + ".dxl")), certificate);

    public static StubServer StartSample() =>
        new(StubDirectory.Read(Path.Combine(BuiltModule.Folder, "Examples", "AcmeDirectory.dxl")), null);

    /// <summary>The account of the server.</summary>
    public static PSCredential Credential(string password = Password)
    {
        var secret = new SecureString();
        foreach (char c in password)
            secret.AppendChar(c);
        return new PSCredential(User, secret);
    }

    /// <summary>Ends the validity of the token.</summary>
    public void RevokeToken() => Volatile.Write(ref _token, null);

    /// <summary>The document that names a server for the calendar.</summary>
    public StubDocument DocumentOf(string server) =>
        Directory.Documents.Single(document =>
            document.Form == "Domain" && document.Items.TryGetValue("CalendarServer", out JsonNode? name)
            && name.GetValue<string>() == $"CN={server}/O=Acme");

    /// <summary>Defines the schema of a mode. Fields that are not listed are removed.</summary>
    public JsonObject Mode(string form, string mode) =>
        (JsonObject)Forms().Single(one => (string)one["formName"]! == form)["formModes"]!.AsArray()
            .Single(one => (string)one!["modeName"]! == mode)!;

    public void RemoveMode(string form, string mode)
    {
        JsonNode found = Mode(form, mode);
        found.Parent!.AsArray().Remove(found);
    }

    public void RemoveField(string form, string mode, string field) =>
        Mode(form, mode)["fields"]!.AsArray().Remove(Field(form, mode, field));

    public JsonObject Field(string form, string mode, string field) =>
        (JsonObject)Mode(form, mode)["fields"]!.AsArray().Single(one => (string)one!["name"]! == field)!;

    /// <summary>Defines a field for one value.</summary>
    public void MakeSingle(string form, string mode, string field)
    {
        JsonObject found = Field(form, mode, field);
        found["type"] = "string";
        found.Remove("multivalue");
        if (found["items"]?["format"] is { } format)
            found["format"] = format.DeepClone();
        found.Remove("items");
    }

    public void Dispose()
    {
        _application.StopAsync(new CancellationToken(canceled: true)).GetAwaiter().GetResult();
        _application.DisposeAsync().AsTask().GetAwaiter().GetResult();
        Assert.Empty(_violations);
    }

    private IEnumerable<JsonObject> Forms() => Schema["forms"]!.AsArray().Select(form => form!.AsObject());

    private async Task AnswerAsync(HttpContext context)
    {
        HttpRequest request = context.Request;
        string body = await new StreamReader(request.Body).ReadToEndAsync();
        lock (_lock)
            _requests.Add($"{request.Method} {request.Path}{request.QueryString}");
        OpenApiOperation? operation = PublishedInterface.Find(request.Method, request.Path);
        if (operation is null)
            Violate(context, "the operation is not defined");
        else
            Array.ForEach([.. PublishedInterface.Problems(operation, request, body)], problem => Violate(
                context, problem));
        if (Fault is { } fault && await fault(context))
            return;
        (int status, JsonNode answer) = Answer(request, body);
        if (Cut)
        {
            Cut = false;
            context.Abort();
            return;
        }
        string text = answer.ToJsonString();
        if (operation is not null)
            Array.ForEach([.. PublishedInterface.Problems(operation, status, text)], problem => Violate(
                context, $"the answer {status}: {problem}"));
        await WriteAsync(context, status, text);
    }

    public static async Task WriteAsync(HttpContext context, int status, string text)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes);
    }

    /// <summary>An error of the server.</summary>
    public static string Error(int status, string message) =>
        new JsonObject { ["status"] = status, ["message"] = message }.ToJsonString();

    private void Violate(HttpContext context, string problem)
    {
        lock (_lock)
            _violations.Add($"{context.Request.Method} {context.Request.Path}{context.Request.QueryString}: {problem}");
    }

    private (int, JsonNode) Answer(HttpRequest request, string body)
    {
        string path = request.Path.Value!;
        if (path == "/api/v1/auth")
            return LogOn(JsonNode.Parse(body)!);
        if (_token is null || request.Headers.Authorization != $"Bearer {_token}")
            return Failed(401, "Invalid credentials or account locked");
        if (path.StartsWith("/api/admin-v1/", StringComparison.Ordinal))
            return IsManager ? Manage(path["/api/admin-v1/".Length..], request) : Failed(
                403, "The account is not a manager");
        if (request.Query["dataSource"] != "names")
            return Failed(path.Contains("/scope/") ? 404 : 403, "A scope definition with that name cannot be found");
        string[] parts = path["/api/v1/".Length..].Split('/');
        StubDocument? document = parts.Length > 1
            ? Directory.Documents.Find(document => document.UniversalId == parts[1]) : null;
        return (request.Method, parts[0]) switch
        {
            ("GET", "scope") when parts.Length == 2 => (200, new JsonObject
            {
                ["User"] = User,
                [nameof(Level)] = Level,
                ["Roles"] = new JsonArray("[NetModifier]"),
                ["Flags"] = new JsonArray(),
            }),
            ("GET", "scope") => ShowsScope
                ? (200, Schema.DeepClone()) : Failed(404, "The account cannot read the scope"),
            ("POST", "query") => Query(request, JsonNode.Parse(body)!),
            _ when document is null => Failed(403, "No such document"),
            ("GET", "docmeta") => (200, document.Meta()),
            ("GET", "raw") => Raw(document),
            ("GET", "document") => (200, document.Json(FieldsOf(document.Form, "default")!)),
            ("PATCH", "document") => Change(document, request, JsonNode.Parse(body)!.AsObject()),
            _ => Failed(500, "The stub does not have this operation"),
        };
    }

    private (int, JsonNode) LogOn(JsonNode body)
    {
        bool isAccepted = AcceptsAnyPassword || (string?)body["password"] == Password;
        if ((string?)body["username"] != User || !isAccepted)
            return Failed(401, $"Invalid credentials or account locked: {(string?)body["password"]}");
        int number = Interlocked.Increment(ref _logons);
        _token = $"header.{Guid.NewGuid():N}.{number}";
        return (200, new JsonObject
        {
            ["bearer"] = _token,
            ["claims"] = new JsonObject { ["sub"] = User },
            ["leeway"] = 5,
            ["expSeconds"] = TokenSeconds,
            ["issueDate"] = DateTimeOffset.UtcNow.ToString("o"),
        });
    }

    private (int, JsonNode) Manage(string operation, HttpRequest request)
    {
        int start = int.Parse(request.Query["start"].FirstOrDefault() ?? "0");
        int count = int.Parse(request.Query["count"].FirstOrDefault() ?? "1000");
        string[] types = ["multi-purpose", "mail-only", "acl-only", "deny-access", "servers-only"];
        return operation switch
        {
            "acl/entries" when request.Query["nsfPath"] == "names.nsf"
                || request.Query["dataSource"] == "names" => (200, Directory.Acl.DeepClone()),
            "access/groups" =>
                (
                    200,
                    new JsonArray(
                        [.. Directory.Documents.Where(document => document.Form == "Group").Skip(start).Take(count)
                            .Select(group => new JsonObject
                            {
                                ["name"] = group.Items["ListName"].DeepClone(),
                                ["type"] = types[int.Parse(group.Items["GroupType"].GetValue<string>())],
                                ["members"] =
                                    group.Items["Members"] is JsonArray members
                                        ? members.DeepClone() : new JsonArray(group.Items["Members"].DeepClone()),
                                ["@unid"] = group.UniversalId,
                            })])),
            _ => Failed(403, "No such database"),
        };
    }

    private (int, JsonNode) Query(HttpRequest request, JsonNode body)
    {
        string form = ((string)body["query"]!).Split('\'')[1];
        int start = int.Parse(request.Query["start"]!);
        int count = int.Parse(request.Query["count"]!);
        JsonArray? fields = FieldsOf(form, "dql");
        return (200, new JsonArray(
        [
            .. Directory.Documents.Where(document => document.Form == form && fields is not null)
                .Skip(start).Take(count).Select(document => Found(document.Json(fields!))),
        ]));

        JsonObject Found(JsonObject json)
        {
            if (!QueriesMeta)
            {
                json["@unid"] = json["@meta"]!["unid"]!.DeepClone();
                json.Remove("@meta");
            }
            return json;
        }
    }

    private (int, JsonNode) Raw(StubDocument document)
    {
        if (FieldsOf(document.Form, "raw") is null)
            return Failed(403, "The mode raw is not available");
        JsonObject json = document.Raw();
        if (!HasMeta)
            json.Remove("@meta");
        return (200, json);
    }

    private (int, JsonNode) Change(StubDocument document, HttpRequest request, JsonObject items)
    {
        lock (_lock)
        {
            if (request.Query["revision"].FirstOrDefault() is { } revision && revision != document.Revision)
                return Failed(400, "The revision does not match");
            foreach ((string name, JsonNode? value) in items)
            {
                JsonNode? field = Mode(document.Form, "default")["fields"]!.AsArray()
                    .SingleOrDefault(field => (string)field!["name"]! == name);
                if ((string?)field?["fieldAccess"] != "RW")
                    return Failed(400, $"The field {name} cannot be written");
                if (value is null)
                    document.Items.Remove(name);
                else
                    document.Items[name] = value.DeepClone();
            }
            Patches.Add(items.ToJsonString());
            foreach ((string name, JsonNode value) in Defaults)
                document.Items[name] = value.DeepClone();
            DateTimeOffset newest = Directory.Documents.Max(other => other.Modified);
            document.Save(newest > DateTimeOffset.UtcNow ? newest.AddMilliseconds(10) : DateTimeOffset.UtcNow);
        }
        Changed?.Invoke(document);
        return (200, document.Json(FieldsOf(document.Form, "default")!));
    }

    private JsonArray? FieldsOf(string form, string mode) =>
        Forms().SingleOrDefault(one => (string)one["formName"]! == form)?["formModes"]!.AsArray()
            .SingleOrDefault(one => (string)one!["modeName"]! == mode)?["fields"]!.AsArray();

    private static (int, JsonNode) Failed(int status, string message) =>
        (status, JsonNode.Parse(Error(status, message))!);
}
