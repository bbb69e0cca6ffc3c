using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.Sockets;
using System.Runtime.ExceptionServices;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading.Tasks;
using CoexTools.Json;
using CoexTools.Text;

namespace CoexTools.Sources.Rest;

/// <summary>
/// A client of the Domino REST API. It logs on when it is required, renews its token before the token expires, and
/// repeats requests that only read. It does not follow redirects, and always verifies certificates. Texts of the server
/// leave it only without the secrets: through <see cref="Display"/>, <see cref="Log"/>, <see cref="Refused"/>,
/// <see cref="Invalid"/>, and <see cref="Failure"/>.
/// </summary>
internal sealed class RestClient : IDisposable
{
    private const int Attempts = 3;
    private const int Waits = 5;
    private const long MaximumAnswer = 64 << 20;
    private static readonly TimeSpan MaximumWait = TimeSpan.FromSeconds(60); // If the server limits the rate.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan RenewalMargin = TimeSpan.FromSeconds(60);

    private readonly RestOptions _options;
    private readonly HttpClient _http;
    private readonly SecretFilter _secrets = new();
    private Token? _token;
    private string? _certificateProblem;

    public RestClient(RestOptions options)
    {
        _options = options;
        _secrets.Add(options.Credential.Password);
        Handler = new HttpClientHandler
        {
            SslProtocols = ClientTls.Protocols,
            AllowAutoRedirect = false, // The token is for this server only.
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None, // The limit applies to what is sent.
            // .NET Framework would otherwise call what a script set for all connections of the process.
            ServerCertificateCustomValidationCallback = (_, _, chain, errors) => Accepts(errors, chain),
        };
        _http = new HttpClient(Handler, disposeHandler: true) { Timeout = System.Threading.Timeout.InfiniteTimeSpan };
    }

    /// <summary>The server.</summary>
    public ServerAddress Address => _options.Address;

    /// <summary>The handler that sends requests.</summary>
    internal HttpClientHandler Handler { get; }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    /// <summary>Sends a request that must succeed.</summary>
    /// <returns>The content of the answer.</returns>
    /// <exception cref="CoexException">The request failed.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    public JsonValue Require(RestRequest request, RestCall call)
    {
        RestAnswer answer = Send(request, call);
        return answer.Content ?? throw Refused(request, answer);
    }

    /// <summary>Sends a request that the server may refuse.</summary>
    /// <exception cref="CoexException">The server could not be reached, or its answer is not valid.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    public RestAnswer Send(RestRequest request, RestCall call)
    {
        try
        {
            return Transfer(request, call);
        }
        catch (TransferException e)
        {
            throw Failure(e);
        }
    }

    /// <summary>
    /// Sends a request. Unlike <see cref="Send"/>, it lets the caller handle an answer that was not received.
    /// </summary>
    /// <exception cref="TransferException">The server could not be reached, or the answer was not received.</exception>
    /// <exception cref="CoexException">The answer is not valid.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    public RestAnswer Transfer(RestRequest request, RestCall call)
    {
        bool isRenewed = false;
        int failures = 0;
        int waits = 0;
        while (true)
        {
            Token token = CurrentToken(call);
            Response answer;
            try
            {
                answer = Transmit(request, token.Text, call);
            }
            catch (TransferException e) when (request.IsRead && e.IsCut && ++failures < Attempts)
            {
                Wait(Pause, call);
                continue;
            }
            if (answer.Status == 401 && !isRenewed) // The token expired or was revoked.
            {
                isRenewed = true;
                Interlocked.CompareExchange(ref _token, null, token);
            }
            else if (!MustRepeat(request, answer, ref failures, ref waits, call))
            {
                return Read(request, answer);
            }
        }
    }

    // Waits, if the server does not accept the request for now.
    private bool MustRepeat(RestRequest request, Response answer, ref int failures, ref int waits, RestCall call)
    {
        switch (answer.Status)
        {
            case 429:
                WaitAsAsked(answer, ref waits, call);
                return true;
            case 500 or 502 or 503 or 504 when request.IsRead && ++failures < Attempts:
                Wait(Pause, call);
                return true;
            case >= 300 and < 400:
                throw CoexException.ServerRedirected(Address.ToString(), Display(answer.Location ?? "another address"));
            default:
                return false;
        }
    }

    /// <summary>Returns the error for an answer that was not received.</summary>
    public CoexException Failure(TransferException e) => e.IsTimeout
        ? CoexException.ServerTimedOut(Address.ToString(), _options.Timeout)
        : CoexException.ServerUnreachable(Address.ToString(), _secrets.Redact(e.Message), WithoutSecrets(e));

    /// <summary>Returns the error for a request that the server refused.</summary>
    public CoexException Refused(RestRequest request, RestAnswer answer) =>
        CoexException.ServerRefused(Address.ToString(), NameOf(request), answer.Status, answer.Message);

    /// <summary>Returns the error for an answer that is not valid.</summary>
    public CoexException Invalid(RestRequest request, string reason, Exception? inner = null) =>
        CoexException.ServerAnswerInvalid(
            Address.ToString(), NameOf(request), _secrets.Redact(reason), WithoutSecrets(inner));

    /// <summary>
    /// Returns a text of the server as messages contain it: in one line, shortened, and without the secrets.
    /// </summary>
    public string Display(string text) =>
        CoexException.Shorten(new string([.. _secrets.Redact(text).Select(c => char.IsControl(c) ? ' ' : c)]).Trim());

    /// <summary>Reports a line without the secrets.</summary>
    public void Log(RestCall call, string line) => call.Log(_secrets.Redact(line));

    // The address of a request can contain what the server returned before.
    private string NameOf(RestRequest request) => _secrets.Redact(request.ToString());

    // An exception of the HTTP client can quote the server.
    private Exception? WithoutSecrets(Exception? e) =>
        e?.ToString() is { } text && _secrets.Redact(text) == text ? e : null;

    private Token CurrentToken(RestCall call)
    {
        if (_token is { HasExpired: false } token)
            return token;
        token = LogOn(call);
        _token = token;
        return token;
    }

    private Token LogOn(RestCall call)
    {
        var request = new RestRequest(
            HttpMethod.Post, Address.Basis("auth"),
            JsonValue.ObjectOf(
            [
                new("username", JsonValue.StringOf(_options.Credential.UserName)),
                new("password", JsonValue.StringOf(_options.Credential.Password)),
            ]),
            IsRead: true);
        int failures = 0;
        int waits = 0;
        while (true)
        {
            Response answer = Transmit(request, token: null, call);
            if (MustRepeat(request, answer, ref failures, ref waits, call))
                continue;
            RestAnswer read = Read(request, answer);
            if (answer.Status is 401 or 403)
                throw CoexException.LogonFailed(Address.ToString(), _options.Credential.UserName, read.Message);
            if (read.Content is null)
                throw Refused(request, read);
            if (read.Content.StringAt("bearer") is not { Length: > 0 } bearer || bearer.Any(c => c is <= ' ' or > '~'))
                throw Invalid(request, "The response does not contain a token.");
            _secrets.Add(bearer);
            return new Token(bearer, LifeOf(read.Content));
        }
    }

    // The server accepts a token until it expires; then too, for the leeway.
    private static TimeSpan LifeOf(JsonValue logon)
    {
        if (!double.TryParse(
            logon["expSeconds"]?.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds)
            || seconds is <= 0 or > 1e9)
            return TimeSpan.MaxValue; // Unknown. The server answers 401 when the token has expired.
        TimeSpan life = TimeSpan.FromSeconds(seconds);
        TimeSpan quarter = TimeSpan.FromTicks(life.Ticks / 4);
        return life - (quarter < RenewalMargin ? quarter : RenewalMargin);
    }

    private RestAnswer Read(RestRequest request, Response answer)
    {
        bool isSuccess = answer.Status is >= 200 and < 300;
        try
        {
            JsonValue content = JsonReader.Read(answer.Body, answer.Body.Length);
            return isSuccess
                ? new RestAnswer(answer.Status, content, "") { Size = answer.Body.Length }
                : Failed(answer, content);
        }
        catch (JsonFormatException e)
        {
            if (isSuccess)
                throw Invalid(request, $"The response is not JSON. {e.Message}", e);
            return new RestAnswer(answer.Status, null, "");
        }
    }

    private RestAnswer Failed(Response answer, JsonValue error)
    {
        string message = error.StringAt("message") ?? "";
        return new RestAnswer(answer.Status, null, Display(message))
        {
            Limit = QueryLimit.Of($"{message} {error.StringAt("details")}"),
            Size = answer.Body.Length,
        };
    }

    private void WaitAsAsked(Response answer, ref int waits, RestCall call)
    {
        TimeSpan wait = answer.RetryAfter ?? TimeSpan.FromSeconds(1);
        if (++waits > Waits || wait > MaximumWait)
            throw CoexException.ServerBusy(Address.ToString(), wait);
        Log(
            call,
            $"{Address.Server} limits the rate of requests. "
                + $"The request is repeated after {Plural.OfSeconds(wait.TotalSeconds)}.");
        Wait(wait, call);
    }

    private static void Wait(TimeSpan time, RestCall call)
    {
        if (time > TimeSpan.Zero)
            call.Cancel.WaitHandle.WaitOne(time);
        call.Cancel.ThrowIfCancellationRequested();
    }

    private Response Transmit(RestRequest request, string? token, RestCall call)
    {
        call.Cancel.ThrowIfCancellationRequested();
        var limit = CancellationTokenSource.CreateLinkedTokenSource(call.Cancel);
        limit.CancelAfter(_options.Timeout);
        // On a thread of its own: .NET Framework resolves names without regard to cancellation.
        CancellationToken ends = limit.Token;
        Task<Response> transmission = Task.Run(() => TransmitAsync(request, token, ends), ends);
        transmission.ContinueWith(
            done =>
            {
                _ = done.Exception; // It is reported below, or the call was cancelled.
                limit.Dispose();
            },
            TaskScheduler.Default);
        try
        {
            transmission.Wait(ends);
            Log(call, $"{request}: {transmission.Result.Status}");
            return transmission.Result;
        }
        catch (Exception e) when (e is OperationCanceledException or AggregateException)
        {
            call.Cancel.ThrowIfCancellationRequested();
            Exception cause = e is AggregateException { InnerException: { } inner } ? inner : e;
            Log(call, $"{request}: {cause.GetType().Name}");
            if (cause is OperationCanceledException or TransferException && ends.IsCancellationRequested)
                throw new TransferException("The time limit was exceeded.", isCut: false, isTimeout: true, cause);
            ExceptionDispatchInfo.Capture(cause).Throw();
            throw;
        }
    }

    private async Task<Response> TransmitAsync(RestRequest request, string? token, CancellationToken cancel)
    {
        using var message = new HttpRequestMessage(request.Method, request.Address);
        message.Headers.ExpectContinue = false;
        message.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        if (token is not null)
            message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (request.Body is not null)
            message.Content = new StringContent(JsonWriter.Write(request.Body), Encoding.UTF8, "application/json");
        HttpResponseMessage response;
        try
        {
            response = await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancel)
                .ConfigureAwait(false);
        }
        catch (HttpRequestException e)
        {
            Exception cause = Innermost(e);
            throw cause is AuthenticationException || IsTrustFailure(e)
                ? CoexException.ServerCertificateInvalid(
                    Address.ToString(), _secrets.Redact(_certificateProblem ?? cause.Message), WithoutSecrets(e))
                : new TransferException(cause.Message, IsCut(cause), isTimeout: false, e);
        }
        using (response)
        using (cancel.Register(response.Dispose))
        {
            byte[] body;
            try
            {
                body = await ReadAsync(request, response.Content, cancel).ConfigureAwait(false);
            }
            catch (Exception e) when (e is IOException or HttpRequestException or ObjectDisposedException)
            {
                throw new TransferException(
                    "The connection ended before the response was complete.", isCut: true, isTimeout: false, e);
            }
            return new Response((int)response.StatusCode, body, WaitOf(
                response), response.Headers.Location?.ToString());
        }
    }

    private async Task<byte[]> ReadAsync(RestRequest request, HttpContent content, CancellationToken cancel)
    {
        long? length = content.Headers.ContentLength;
        if (length > MaximumAnswer)
            throw TooLarge();
        using Stream stream = await content.ReadAsStreamAsync().ConfigureAwait(false);
        using var body = new MemoryStream();
        byte[] buffer = new byte[1 << 14];
        int read;
        while ((read = await stream.ReadAsync(buffer, 0, buffer.Length, cancel).ConfigureAwait(false)) > 0)
        {
            if (body.Length + read > MaximumAnswer)
                throw TooLarge();
            body.Write(buffer, 0, read);
        }
        if (body.Length < length)
            throw new EndOfStreamException();
        return body.ToArray();

        CoexException TooLarge() => Invalid(request, $"The response has more than {MaximumAnswer:N0} bytes.");
    }

    private static TimeSpan? WaitOf(HttpResponseMessage response)
    {
        RetryConditionHeaderValue? retry = response.Headers.RetryAfter;
        return retry?.Delta ?? (
            retry?.Date is { } date ? date - (response.Headers.Date ?? DateTimeOffset.UtcNow) : null);
    }

    private bool Accepts(SslPolicyErrors errors, X509Chain? chain)
    {
        if (errors == SslPolicyErrors.None)
            return true;
        IEnumerable<string> problems = (chain?.ChainStatus ?? []).Select(status => status.Status.ToString()).Distinct();
        if ((errors & SslPolicyErrors.RemoteCertificateNameMismatch) != 0)
            problems = problems.Append("the certificate is for another host name");
        string text = string.Join(", ", problems);
        _certificateProblem = text.Length > 0 ? text + "." : errors + ".";
        return false;
    }

    // The server was reached, but the connection ended before the answer started.
    private static bool IsCut(Exception cause) =>
        cause is SocketException
        {
            SocketErrorCode: SocketError.ConnectionReset or SocketError.ConnectionAborted
            or SocketError.Shutdown
        }
        || cause is IOException;

    private static Exception Innermost(Exception e) => e.InnerException is { } inner ? Innermost(inner) : e;

    // .NET Framework reports a certificate that is not trusted in this way.
    private static bool IsTrustFailure(Exception e) =>
        e is WebException { Status: WebExceptionStatus.TrustFailure or WebExceptionStatus.SecureChannelFailure }
        || (e.InnerException is { } inner && IsTrustFailure(inner));

    private sealed record Response(int Status, byte[] Body, TimeSpan? RetryAfter, string? Location);

    // Not a record: its text would contain the token.
    private sealed class Token(string text, TimeSpan life)
    {
        private readonly Stopwatch _age = Stopwatch.StartNew();

        public string Text { get; } = text;

        public bool HasExpired => _age.Elapsed >= life;
    }
}
