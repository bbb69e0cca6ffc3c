using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Tasks;
using CoexTools.Names;
using CoexTools.Text;

namespace CoexTools.Probing;

/// <summary>
/// Holds the dialogues over an open connection, and interprets the answers. Nothing requires an account, and no message
/// is sent.
/// </summary>
internal static class ProbeDialogues
{
    private const string ClosedWithoutAnswer = "The connection was accepted, but closed without an answer.";

    /// <summary>Holds the dialogue of a target.</summary>
    public static Task<DialogueResult> HoldAsync(ProbeTarget target, ProbeConnection connection) =>
        target.Protocol switch
        {
            ProbeProtocol.Nrpc => NrpcAsync(target, connection),
            ProbeProtocol.Smtp => SmtpAsync(connection),
            _ => HttpAsync(target, connection),
        };

    /// <summary>Compares the name in an answer with that of the probed server.</summary>
    public static DialogueResult Compare(NotesName probed, NotesName? answered)
    {
        const string Busy = "Whether it accepts work or is busy cannot be determined without a Notes client.";
        if (answered is null)
            return new DialogueResult(
                ProbeStatus.Up,
                "A Domino server answered. Its answer does not contain a readable name, so it might not "
                    + $"be {probed}. {Busy}");
        // A user may have specified only the common name.
        bool isSame = probed.IsHierarchical
            ? answered == probed
            : string.Equals(answered.CommonName, probed.Abbreviated, StringComparison.OrdinalIgnoreCase);
        // The field of the name has up to 65,535 bytes, but a Notes name has at most 256.
        string name = CoexException.Shorten(answered.Abbreviated);
        return isSame
            ? new DialogueResult(ProbeStatus.Up, $"{name} answered. {Busy}", name)
            : new DialogueResult(ProbeStatus.NameDiffers, $"{name} answered instead of {probed}.", name);
    }

    private static async Task<DialogueResult> NrpcAsync(ProbeTarget target, ProbeConnection connection)
    {
        await connection.SendAsync(NrpcFrame.Request()).ConfigureAwait(false);
        while (true)
        {
            NrpcAnswer answer = NrpcFrame.Parse(connection.Buffer, connection.Count);
            if (answer.Kind != NrpcAnswerKind.Incomplete)
                connection.Answered();
            if (answer.Kind == NrpcAnswerKind.Domino)
                return Compare(new NotesName(target.Server), answer.Name);
            if (answer.Kind == NrpcAnswerKind.NotDomino)
                return NotDomino("The answer does not have the format of a Domino server. It starts "
                    + $"with {Start(connection)}.");
            if (!await connection.ReceiveAsync(NrpcFrame.MostBytes).ConfigureAwait(false))
            {
                return connection.Count == 0
                    ? new DialogueResult(ProbeStatus.Silent, ClosedWithoutAnswer)
                    : NotDomino("The connection was closed before the response was complete. "
                        + $"The response starts with {Start(connection)}.");
            }
        }

        static DialogueResult NotDomino(string reason) => new(ProbeStatus.NotDomino, reason);
    }

    private static async Task<DialogueResult> SmtpAsync(ProbeConnection connection)
    {
        SmtpReply? banner = await ReplyAsync(connection).ConfigureAwait(false);
        if (banner is not { Code: 220 })
            return Refusal(banner, "the connection", connection);
        string[] words = banner.Lines[0].Split([' '], StringSplitOptions.RemoveEmptyEntries);
        string? name = words.Length > 0 ? Safe(words[0]) : null;
        string address = connection.LocalAddress is { AddressFamily: AddressFamily.InterNetworkV6 } v6
            && !v6.IsIPv4MappedToIPv6
            ? $"[IPv6:{new IPAddress(v6.GetAddressBytes())}]"
            : $"[{connection.LocalAddress.MapToIPv4()}]";
        SmtpReply? hello = await AskAsync(connection, $"EHLO {address}").ConfigureAwait(false);
        bool isExtended = hello is { Code: 250 };
        if (hello is { Code: 500 or 501 or 502 or 504 }) // RFC 5321, section 3.2: a server without extensions.
            hello = await AskAsync(connection, $"HELO {address}").ConfigureAwait(false);
        if (hello is not { Code: 250 })
            return Refusal(hello, "the greeting", connection) with { AnsweredName = name };
        connection.Answered();
        bool? offers = isExtended ? hello.Offers("STARTTLS") : null;
        await QuitAsync(connection).ConfigureAwait(false);
        string encryption = offers switch
        {
            true => "It offers STARTTLS.",
            false => "It does not offer STARTTLS.",
            null => "It does not support extensions (EHLO).",
        };
        return new DialogueResult(
            ProbeStatus.Up, $"{name ?? "The SMTP server"} accepts mail sessions. {encryption}", name, offers);
    }

    private static DialogueResult Refusal(SmtpReply? reply, string what, ProbeConnection connection)
    {
        if (reply is { Code: >= 400 })
        {
            connection.Answered();
            return new DialogueResult(ProbeStatus.Unavailable, $"The server refused {what}: {Safe(reply.Summary)}");
        }
        if (reply is null && connection.Stage != ProbeStage.Answering)
            return new DialogueResult(ProbeStatus.Silent, ClosedWithoutAnswer);
        string answer = reply is not null ? $"'{Safe(reply.Summary)}'"
            : connection.Count > 0 ? Start(connection)
            : "the end of the connection";
        return new DialogueResult(
            ProbeStatus.UnexpectedAnswer, $"The answer to {what} is not an SMTP reply: {answer}.");
    }

    // The result is known. Whatever the server does now does not change it.
    private static async Task QuitAsync(ProbeConnection connection)
    {
        try
        {
            await AskAsync(connection, "QUIT").ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The runner distinguishes a canceled command from a timeout.
        }
    }

    private static async Task<SmtpReply?> AskAsync(ProbeConnection connection, string command) =>
        await connection.SendAsync(Encoding.ASCII.GetBytes(command + "\r\n")).ConfigureAwait(false)
            ? await ReplyAsync(connection).ConfigureAwait(false)
            : null;

    private static async Task<SmtpReply?> ReplyAsync(ProbeConnection connection)
    {
        while (true)
        {
            SmtpReply? reply = SmtpReply.Parse(connection.Buffer, connection.Count, out int used, out bool isInvalid);
            if (reply is not null)
                connection.Consume(used);
            if (reply is not null || isInvalid
                || !await connection.ReceiveAsync(SmtpReply.MostBytes).ConfigureAwait(false))
                return reply;
        }
    }

    private static async Task<DialogueResult> HttpAsync(ProbeTarget target, ProbeConnection connection)
    {
        Uri url = target.Url!;
        if (url.Scheme == Uri.UriSchemeHttps)
        {
            bool? isAccepted = await connection.SecureAsync(url.IdnHost).ConfigureAwait(false);
            if (isAccepted == false)
            {
                return new DialogueResult(
                    ProbeStatus.CertificateInvalid,
                    $"The certificate was rejected ({connection.Certificate}), so no page was requested.");
            }
            if (isAccepted is null)
                return new DialogueResult(
                    ProbeStatus.UnexpectedAnswer,
                    "The server accepted the connection, but TLS could not be negotiated.");
        }
        string host = url.HostNameType == UriHostNameType.IPv6 ? url.Host : url.IdnHost;
        host += url.IsDefaultPort ? "" : FormattableString.Invariant($":{url.Port}");
        string request =
            $"GET {url.PathAndQuery} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: CoexTools\r\nAccept: */*\r\nConnection: "
                + "close\r\n\r\n";
        await connection.SendAsync(Encoding.ASCII.GetBytes(request)).ConfigureAwait(false);
        for (bool isEnd = false; ;)
        {
            HttpAnswer? answer = HttpAnswer.Parse(connection.Buffer, connection.Count, isEnd, out bool isInvalid);
            if (answer is not null)
                connection.Answered();
            if (answer is not null
                && (isEnd || answer.Body is not null || !target.IsHealthPage || answer.Status != 200))
                return Judge(target, answer);
            if (isEnd && connection.Count == 0)
                return new DialogueResult(ProbeStatus.Silent, ClosedWithoutAnswer);
            if (isInvalid || isEnd)
                return new DialogueResult(
                    ProbeStatus.UnexpectedAnswer,
                    $"The answer is not an HTTP response. It starts with {Start(connection)}.");
            isEnd = !await connection.ReceiveAsync(HttpAnswer.MostBytes).ConfigureAwait(false);
        }
    }

    private static DialogueResult Judge(ProbeTarget target, HttpAnswer answer)
    {
        if (answer.Status == 401) // Exchange asks for credentials, which are not sent.
            return new DialogueResult(
                ProbeStatus.Up, "The server answered with the status code 401: it requires authentication.");
        if (answer.Status >= 500)
            return new DialogueResult(
                ProbeStatus.Unavailable, $"The server answered with the status code {answer.Status}.");
        if (answer.Status is < 200 or > 299)
            return new DialogueResult(
                ProbeStatus.UnexpectedAnswer, $"The server answered with the status code {answer.Status}.");
        if (!target.IsHealthPage)
            return new DialogueResult(ProbeStatus.Up, $"The server answered with the status code {answer.Status}.");
        return answer.HealthyServer is { } server
            ? new DialogueResult(ProbeStatus.Up, $"{Safe(server)} answered that it is healthy.", Safe(server))
            : new DialogueResult(
                ProbeStatus.UnexpectedAnswer,
                "The page is not the one that Exchange provides for health checks, which contains '200 OK' and the "
                    + "name of the server.");
    }

    // What a server sends is not trusted: it is shown with its control characters as numbers, and not at any length.
    private static string Safe(string text) => CoexException.Shorten(VisibleText.Of(text));

    private static string Start(ProbeConnection connection) =>
        BitConverter.ToString(connection.Buffer, 0, Math.Min(16, connection.Count));
}
