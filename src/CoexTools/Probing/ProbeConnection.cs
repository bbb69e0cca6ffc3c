using System.Diagnostics;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Tasks;

namespace CoexTools.Probing;

/// <summary>
/// A TCP connection of a probe. Nothing waits longer than the limit: an operation that cannot be canceled, such as the
/// resolution of a name, is abandoned.
/// </summary>
/// <param name="timeout">The timeout of the whole probe.</param>
/// <param name="resolve">Returns the addresses of a host name.</param>
/// <param name="limit">Is canceled at the end of the timeout, and when the user cancels the command.</param>
internal sealed class ProbeConnection(
    TimeSpan timeout, Func<string, IPAddress[]> resolve, CancellationToken limit) : IDisposable
{
    private readonly Stopwatch _watch = new();
    private byte[] _buffer = new byte[4096];
    private Socket? _socket;
    private Stream? _stream;

    /// <summary>The progress of the probe.</summary>
    public ProbeStage Stage { get; private set; }

    /// <summary>The received bytes that were not consumed.</summary>
    public byte[] Buffer => _buffer;

    /// <summary>The number of received bytes in <see cref="Buffer"/>.</summary>
    public int Count { get; private set; }

    /// <summary>The time from the start of the connection to the answer; null before the answer.</summary>
    public TimeSpan? Latency { get; private set; }

    /// <summary>The reason for the rejection of the certificate; null before the certificate was received.</summary>
    public CertificateProblem? Certificate { get; private set; }

    /// <summary>The expiration time of the certificate; null before the certificate was received.</summary>
    public DateTimeOffset? CertificateExpires { get; private set; }

    /// <summary>The local address.</summary>
    public IPAddress LocalAddress => ((IPEndPoint)_socket!.LocalEndPoint!).Address;

    /// <summary>
    /// Resolves the name and opens the connection. If a name has several addresses, they are tried one after another.
    /// </summary>
    /// <exception cref="ProbeException">The name cannot be resolved, or no address accepts the connection.</exception>
    /// <exception cref="OperationCanceledException">The limit was reached.</exception>
    public async Task OpenAsync(string host, int port)
    {
        IReadOnlyList<IPAddress> addresses = await ResolveAsync(host).ConfigureAwait(false);
        Stage = ProbeStage.Connecting;
        _watch.Start();
        Exception? refused = null;
        foreach (IPAddress address in addresses)
        {
            Socket? socket = null;
            // Each address has its share of the time, so that one that does not answer leaves time for the others.
            using var share = CancellationTokenSource.CreateLinkedTokenSource(limit);
            share.CancelAfter(TimeSpan.FromTicks(timeout.Ticks / addresses.Count));
            try
            {
                socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                await Within(socket.ConnectAsync(new IPEndPoint(address, port)), share.Token).ConfigureAwait(false);
                _socket = socket;
                _stream = new NetworkStream(socket, ownsSocket: false);
                Stage = ProbeStage.Connected;
                return;
            }
            catch (OperationCanceledException) when (!limit.IsCancellationRequested)
            {
                socket?.Dispose();
            }
            catch (SocketException e)
            {
                socket?.Dispose();
                refused = e;
            }
            catch
            {
                socket?.Dispose();
                throw;
            }
        }
        // The system has a timeout of its own, which can be shorter.
        throw refused is null or SocketException { SocketErrorCode: SocketError.TimedOut }
            ? ProbeException.NotAccepted(host, port, timeout)
            : ProbeException.Refused(host, port, refused);
    }

    /// <summary>Starts TLS. A certificate that this computer does not accept ends it.</summary>
    /// <returns>True if the certificate was accepted; null if the server does not use TLS.</returns>
    /// <exception cref="OperationCanceledException">The limit was reached.</exception>
    public async Task<bool?> SecureAsync(string host)
    {
        var secure = new SslStream(_stream!, leaveInnerStreamOpen: false, Record);
        _stream = secure;
        try
        {
            // Revocation is not checked: it would ask other servers.
            Task handshake = secure.AuthenticateAsClientAsync(
                host, clientCertificates: null, ClientTls.Protocols, checkCertificateRevocation: false);
            await Within(handshake, limit).ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (e is not OperationCanceledException) // The exceptions differ by system.
        {
            return Certificate is null or CertificateProblem.None ? null : false;
        }
    }

    /// <summary>Sends bytes.</summary>
    /// <returns>True if they were sent; false if the server closed the connection.</returns>
    public async Task<bool> SendAsync(byte[] bytes)
    {
        try
        {
            await Within(_stream!.WriteAsync(bytes, 0, bytes.Length, limit), limit).ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            return false;
        }
    }

    /// <summary>Receives more bytes into <see cref="Buffer"/>.</summary>
    /// <param name="most">The most bytes that the buffer holds.</param>
    /// <returns>True if bytes were received; false if the server closed the connection, or if the buffer is
    /// full.</returns>
    public async Task<bool> ReceiveAsync(int most)
    {
        if (Count >= most)
            return false;
        if (Count == _buffer.Length)
            Array.Resize(ref _buffer, Math.Min(most, _buffer.Length * 2));
        try
        {
            int free = Math.Min(most, _buffer.Length) - Count;
            int received = await Within(_stream!.ReadAsync(_buffer, Count, free, limit), limit).ConfigureAwait(false);
            Count += received;
            if (received > 0)
                Stage = ProbeStage.Answering;
            return received > 0;
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            return false;
        }
    }

    /// <summary>Removes bytes from the start of <see cref="Buffer"/>.</summary>
    public void Consume(int count)
    {
        Array.Copy(_buffer, count, _buffer, 0, Count - count);
        Count -= count;
    }

    /// <summary>Ends the measurement of the time.</summary>
    public void Answered() => Latency ??= _watch.Elapsed;

    /// <inheritdoc/>
    public void Dispose()
    {
        _socket?.Dispose(); // First: an abandoned operation ends, and the stream does not wait for it.
        _stream?.Dispose();
    }

    private async Task<IReadOnlyList<IPAddress>> ResolveAsync(string host)
    {
        if (host.IndexOfAny(['.', ':']) >= 0 && IPAddress.TryParse(host, out IPAddress? address))
            return [address];
        try
        {
            // On a thread of its own: on some systems the resolution blocks its thread, and cannot be canceled.
            Task<IPAddress[]> resolution = Task.Factory.StartNew(
                () => resolve(host), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            return await Within(resolution, limit).ConfigureAwait(false);
        }
        catch (Exception e) when (e is SocketException or ArgumentException)
        {
            throw ProbeException.NameNotFound(host, e);
        }
    }

    private bool Record(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        var problem = CertificateProblem.None;
        if ((errors & SslPolicyErrors.RemoteCertificateNameMismatch) != 0)
            problem |= CertificateProblem.NameMismatch;
        if ((errors & SslPolicyErrors.RemoteCertificateNotAvailable) != 0)
            problem |= CertificateProblem.Untrusted;
        if ((errors & SslPolicyErrors.RemoteCertificateChainErrors) != 0)
        {
            X509ChainStatusFlags flags = chain?.ChainStatus.Aggregate(
                X509ChainStatusFlags.NoError, (all, one) => all | one.Status)
                ?? X509ChainStatusFlags.UntrustedRoot;
            if ((flags & (X509ChainStatusFlags.NotTimeValid | X509ChainStatusFlags.CtlNotTimeValid)) != 0)
            {
                bool isEarly = chain!.ChainElements.Cast<X509ChainElement>()
                    .Any(element => element.Certificate.NotBefore > chain.ChainPolicy.VerificationTime.ToLocalTime());
                problem |= isEarly ? CertificateProblem.NotYetValid : CertificateProblem.Expired;
            }
            if ((flags & ~(X509ChainStatusFlags.NotTimeValid | X509ChainStatusFlags.CtlNotTimeValid)) != 0)
                problem |= CertificateProblem.Untrusted;
        }
        Certificate = problem;
        if (certificate is not null)
        {
            using var details = new X509Certificate2(certificate);
            CertificateExpires = new DateTimeOffset(details.NotAfter).ToUniversalTime();
        }
        return errors == SslPolicyErrors.None; // It only records: what the system rejects stays rejected.
    }

    private static async Task<T> Within<T>(Task<T> work, CancellationToken token)
    {
        await Within((Task)work, token).ConfigureAwait(false);
        return await work.ConfigureAwait(false);
    }

    // The work continues in the background if it ignores the token. Its result is not used, and its exception is
    // observed.
    private static async Task Within(Task work, CancellationToken token)
    {
        if (!work.IsCompleted)
        {
            var canceled = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            using (token.Register(() => canceled.TrySetResult(true)))
            {
                if (await Task.WhenAny(work, canceled.Task).ConfigureAwait(false) != work)
                {
                    _ = work.ContinueWith(
                        task => _ = task.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted,
                        TaskScheduler.Default);
                    throw new OperationCanceledException(token);
                }
            }
        }
        await work.ConfigureAwait(false);
    }
}
