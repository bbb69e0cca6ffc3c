using CoexTools.Json;
using CoexTools.Model;

namespace CoexTools.Sources.Rest;

/// <summary>The access of the account to the database of a scope.</summary>
internal static class RestAccess
{
    /// <summary>A level that is not one of Domino's.</summary>
    public const AccessLevel NotKnown = (AccessLevel)int.MaxValue;

    /// <summary>Reads the access level of the account.</summary>
    /// <param name="client">The client.</param>
    /// <param name="required">The level that the operation requires.</param>
    /// <param name="call">The call.</param>
    /// <exception cref="CoexException">The access level is lower, or the account cannot use the scope.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    public static void Require(RestClient client, AccessLevel required, RestCall call)
    {
        string scope = Uri.EscapeDataString(client.Address.DataSource);
        JsonValue access =
            client.Require(RestRequest.Get(client.Address.Basis($"scope/access?dataSource={scope}")), call);
        string user = client.Display(access.StringAt("User") ?? "The account");
        string level = access.StringAt("Level") ?? "";
        string roles = client.Display(string.Join(", ", RestDocument.ValuesOf(access["Roles"])));
        client.Log(
            call, $"{client.Address}: {user} has the access level {client.Display(level)} and the roles {roles}.");
        if (LevelOf(level) < required)
            throw CoexException.ServerAccessDenied(client.Address.ToString(), user, client.Display(level), required);
    }

    /// <summary>Returns the level that a text names.</summary>
    public static AccessLevel LevelOf(string text) =>
        Enum.TryParse(text.Replace("_", "").Replace(" ", ""), ignoreCase: true, out AccessLevel level)
            && Enum.IsDefined(typeof(AccessLevel), level)
            ? level
            : NotKnown;
}
