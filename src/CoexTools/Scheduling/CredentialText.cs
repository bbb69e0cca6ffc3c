using System.Net;
using System.Runtime.InteropServices;
using System.Security;
using System.Text;

namespace CoexTools.Scheduling;

/// <summary>
/// Converts a credential to the bytes that systemd stores, and back: the user name, a line feed, and the password, in
/// UTF-8. Whoever stores a credential by hand can end it with a line break.
/// </summary>
internal static class CredentialText
{
    // Invalid text must be an error: a password with replaced characters would only be refused by the server.
    private static readonly UTF8Encoding Encoding = new(encoderShouldEmitUTF8Identifier: false, true);

    /// <summary>Returns the bytes of a credential. The caller clears them.</summary>
    /// <param name="name">The name of the credential, for errors.</param>
    /// <param name="credential">The credential.</param>
    /// <exception cref="CoexException">The user name or the password contains a line break.</exception>
    public static byte[] Encode(string name, NetworkCredential credential)
    {
        using SecureString password = credential.SecurePassword;
        string user = credential.UserName;
        char[] text = new char[user.Length + 1 + password.Length];
        IntPtr characters = Marshal.SecureStringToGlobalAllocUnicode(password);
        try
        {
            user.CopyTo(0, text, 0, user.Length);
            text[user.Length] = '\n';
            Marshal.Copy(characters, text, user.Length + 1, password.Length);
            if (Array.IndexOf(text, '\n') != user.Length || Array.LastIndexOf(text, '\n') != user.Length)
            {
                throw CoexException.CredentialInvalid(
                    name, "A user name or a password with a line break cannot be stored.");
            }
            return Encoding.GetBytes(text);
        }
        finally
        {
            Marshal.ZeroFreeGlobalAllocUnicode(characters);
            Array.Clear(text, 0, text.Length);
        }
    }

    /// <summary>Returns the credential that bytes contain, and clears the bytes.</summary>
    /// <param name="name">The name of the credential, for errors.</param>
    /// <param name="bytes">The bytes.</param>
    /// <exception cref="CoexException">The bytes are not a user name and a password.</exception>
    public static NetworkCredential Decode(string name, byte[] bytes)
    {
        char[] text = [];
        try
        {
            text = Encoding.GetChars(bytes);
            int end = Array.IndexOf(text, '\n');
            string user = new string(text, 0, Math.Max(end, 0)).TrimEnd('\r');
            int length = text.Length;
            if (length > end + 1 && text[length - 1] == '\n')
                length -= length > end + 2 && text[length - 2] == '\r' ? 2 : 1;
            if (user.Trim().Length == 0 || length <= end + 1
                || Array.IndexOf(text, '\n', end + 1, length - end - 1) >= 0)
            {
                throw CoexException.CredentialInvalid(
                    name, "Its first line must be the user name, and its second line the password.");
            }
            return new NetworkCredential(user, Secure(text, end + 1, length));
        }
        catch (ArgumentException e)
        {
            throw CoexException.CredentialInvalid(name, "It is not a text in UTF-8.", e);
        }
        finally
        {
            Array.Clear(text, 0, text.Length);
            Array.Clear(bytes, 0, bytes.Length);
        }
    }

    /// <summary>Returns a part of a text as a secure string.</summary>
    public static SecureString Secure(char[] text, int start, int end)
    {
        var password = new SecureString();
        for (int at = start; at < end; at++)
            password.AppendChar(text[at]);
        password.MakeReadOnly();
        return password;
    }
}
