using System.Runtime.InteropServices;
using System.Security.Authentication;

namespace CoexTools;

/// <summary>The TLS versions that CoexTools offers as a client.</summary>
internal static class ClientTls
{
    /// <summary>The versions for the runtime of this process.</summary>
    public static SslProtocols Protocols { get; } = ProtocolsOf(RuntimeInformation.FrameworkDescription);

    /// <summary>
    /// Returns the versions for a runtime: those of the system, but TLS 1.2 for .NET Framework. In a host that was
    /// built for an older version, such as Windows PowerShell, .NET Framework does not use the versions of the
    /// system, but older ones, which servers reject.
    /// </summary>
    /// <param name="runtime">The name of the runtime, as <see cref="RuntimeInformation.FrameworkDescription"/> returns
    /// it.</param>
    public static SslProtocols ProtocolsOf(string runtime) =>
        IsFramework(runtime) ? SslProtocols.Tls12 : SslProtocols.None;

    private static bool IsFramework(string runtime) => runtime.StartsWith(".NET Framework", StringComparison.Ordinal);
}
