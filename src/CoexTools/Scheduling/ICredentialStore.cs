using System.Net;

namespace CoexTools.Scheduling;

/// <summary>Stores the credentials of schedules, each by the name of its schedule.</summary>
internal interface ICredentialStore
{
    /// <summary>Returns a stored credential, or null if it does not exist.</summary>
    /// <exception cref="CoexException">The store is not available, or the credential is not valid.</exception>
    NetworkCredential? Read(string name);

    /// <summary>Returns what identifies a credential to an administrator: its file, or its name in the store.</summary>
    string PlaceOf(string name);

    /// <summary>Returns whether the store contains a credential.</summary>
    bool Contains(string name);

    /// <summary>Stores a credential, in place of the one with the same name.</summary>
    /// <returns>An action that restores what was there before.</returns>
    /// <exception cref="CoexException">The credential cannot be stored. The former one remains.</exception>
    Action Write(string name, NetworkCredential credential);

    /// <summary>Removes a credential, if there is one.</summary>
    /// <exception cref="CoexException">The credential cannot be removed.</exception>
    void Remove(string name);
}
