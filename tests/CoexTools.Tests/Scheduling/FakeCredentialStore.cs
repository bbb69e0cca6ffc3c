using System.Net;
using CoexTools.Scheduling;

namespace CoexTools.Tests.Scheduling;

/// <summary>Stores credentials in memory, in place of Windows Credential Manager.</summary>
internal sealed class FakeCredentialStore : ICredentialStore
{
    public Dictionary<string, NetworkCredential> Stored { get; } = [];

    public NetworkCredential? Read(string name) => Stored.GetValueOrDefault(name);

    public string PlaceOf(string name) => $"CoexTools:{name}";

    public bool Contains(string name) => Stored.ContainsKey(name);

    public Action Write(string name, NetworkCredential credential)
    {
        NetworkCredential? former = Read(name);
        Stored[name] = credential;
        return () =>
        {
            if (former is null)
                Remove(name);
            else
                Stored[name] = former;
        };
    }

    public void Remove(string name) => Stored.Remove(name);
}
