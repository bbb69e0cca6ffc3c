using CoexTools.Module.Tests.Commands;

namespace CoexTools.Module.Tests.Rest;

/// <summary>Servers for tests that do not examine what is sent: two directories, and one that answers slowly.</summary>
public sealed class ServerFixture : IDisposable
{
    private readonly StubServer _server = StubServer.Start("security-on");
    private readonly StubServer _other = StubServer.Start("no-security");
    private readonly StubServer _slow = StubServer.Start("security-on");

    public ServerFixture() => _slow.Fault = async context =>
    {
        if (context.Request.Path.Value!.EndsWith("/scope/access"))
            await Task.Delay(1200);
        return false;
    };

    /// <summary>Sets the variables that identify the servers.</summary>
    public void SetVariables(ModuleSession session)
    {
        session.Set("uri", _server.Address);
        session.Set("otherUri", _other.Address);
        session.Set("slowUri", _slow.Address);
        session.Set("credential", StubServer.Credential());
        session.Set("wrongCredential", StubServer.Credential("wrong"));
    }

    public void Dispose()
    {
        _server.Dispose();
        _other.Dispose();
        _slow.Dispose();
    }
}
