using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CoexTools.Tests.Probing;

/// <summary>A TCP server on this computer that handles each connection in the same way.</summary>
internal sealed class FakeServer : IDisposable
{
    // It has a port and does not listen, so that no other program gets the port.
    private static readonly Socket Closed = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private int _connections;

    static FakeServer() => Closed.Bind(new IPEndPoint(IPAddress.Loopback, 0));

    /// <param name="talk">Handles a connection. The connection is closed when it ends.</param>
    public FakeServer(Func<Stream, Task> talk)
    {
        _listener.Start(256);
        _ = Task.Run(async () =>
        {
            while (true)
            {
                TcpClient client = await _listener.AcceptTcpClientAsync(_end.Token);
                Interlocked.Increment(ref _connections);
                _ = Task.Run(async () =>
                {
                    using (client)
                        await talk(client.GetStream());
                });
            }
        });
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>The number of connections so far.</summary>
    public int Connections => _connections;

    /// <summary>A server that accepts connections and never sends a byte.</summary>
    public static FakeServer Mute() => new(stream => stream.CopyToAsync(Stream.Null));

    /// <summary>A server that sends bytes after it received some, and keeps the connection open.</summary>
    public static FakeServer Answering(byte[] answer) => new(async stream =>
    {
        await stream.ReadAtLeastAsync(new byte[1024], 1, throwOnEndOfStream: false);
        await stream.WriteAsync(answer);
        await stream.CopyToAsync(Stream.Null);
    });

    /// <summary>An SMTP server: it sends the first reply at once, and each of the others for a line.</summary>
    public static FakeServer Smtp(List<string> received, params string[] replies) => new(async stream =>
    {
        using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
        foreach (string reply in replies)
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(reply));
            if (await reader.ReadLineAsync() is not { } line)
                return;
            lock (received)
                received.Add(line);
        }
    });

    public void Dispose()
    {
        _end.Cancel();
        _listener.Stop();
        _end.Dispose();
    }

    /// <summary>Returns a port at which nothing listens.</summary>
    public static int ClosedPort() => ((IPEndPoint)Closed.LocalEndPoint!).Port;
}

/// <summary>
/// A port that does not answer a request for a connection, as an address to which there is no route. Its queue of
/// connections is full, and Linux ignores further requests.
/// </summary>
internal sealed class DeadEnd : IDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly List<Socket> _queue = [];

    public DeadEnd()
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(0);
        // Until a request is not answered. The system says so, also if this thread waits for a processor.
        while (_queue.Count < 50 && IsAnswered())
            ;
    }

    public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    private bool IsAnswered()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { Blocking = false };
        _queue.Add(socket);
        try
        {
            socket.Connect(_listener.LocalEndPoint!);
            return true;
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
        {
            return socket.Poll(TimeSpan.FromMilliseconds(300), SelectMode.SelectWrite);
        }
    }

    public void Dispose()
    {
        _queue.ForEach(socket => socket.Dispose());
        _listener.Dispose();
    }
}
