using System.Net;
using System.Text;
using CoexTools.Scheduling;

namespace CoexTools.Tests.Scheduling;

/// <summary>Tests how the script of a schedule gets its credential.</summary>
[Collection(ProcessState.Collection)]
public sealed class StoredCredentialTests : IDisposable
{
    private const string User = "CN=Ädmin/O=Acme";
    private const string Password = " pä\"$%\\ss\tword ";

    private readonly string _folder = System.IO.Directory.CreateTempSubdirectory("coextools-credentials-").FullName;
    private readonly string? _former = Environment.GetEnvironmentVariable(StoredCredential.FolderVariable);

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(StoredCredential.FolderVariable, _former);
        System.IO.Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void A_credential_is_the_same_after_it_was_stored()
    {
        byte[] bytes = CredentialText.Encode("Nightly", new NetworkCredential(User, Password));
        Assert.Equal($"{User}\n{Password}", Encoding.UTF8.GetString(bytes));
        NetworkCredential read = CredentialText.Decode("Nightly", bytes);
        Assert.Equal((User, Password), (read.UserName, read.Password));
        Assert.All(bytes, one => Assert.Equal(0, one));
    }

    [Theory]
    [InlineData("Admin\nsecret", "secret")]
    [InlineData("Admin\nsecret\n", "secret")]
    [InlineData("Admin\r\nsecret\r\n", "secret")]
    [InlineData("Admin\n\r", "\r")]
    [InlineData("Admin\n ", " ")]
    public void A_line_break_at_the_end_is_not_a_part_of_the_password(string text, string password)
    {
        NetworkCredential read = CredentialText.Decode("Nightly", Encoding.UTF8.GetBytes(text));
        Assert.Equal(("Admin", password), (read.UserName, read.Password));
    }

    [Theory]
    [InlineData("")]
    [InlineData("secret")]
    [InlineData("\nsecret")]
    [InlineData(" \nsecret")]
    [InlineData("Admin\n")]
    [InlineData("Admin\n\n")]
    [InlineData("Admin\n\r\n")]
    [InlineData("Admin\nsecret\nmore")]
    public void A_text_without_user_name_and_password_is_an_error(string text)
    {
        CoexException failure = Assert.Throws<CoexException>(
            () => CredentialText.Decode("Nightly", Encoding.UTF8.GetBytes(text)));
        Assert.Equal("CredentialInvalid", failure.ErrorId);
        Assert.Equal("Nightly", failure.Target);
        Assert.DoesNotContain("secret", failure.ToString());
    }

    [Theory]
    [InlineData("Ad\nmin", "secret")]
    [InlineData("Admin", "sec\nret")]
    [InlineData("Admin", "secret\n")]
    public void A_line_break_cannot_be_stored(string user, string password) =>
        Assert.Equal("CredentialInvalid", Assert.Throws<CoexException>(
            () => CredentialText.Encode("Nightly", new NetworkCredential(user, password))).ErrorId);

    [Fact]
    public void A_text_in_another_encoding_is_an_error() =>
        Assert.Equal("CredentialInvalid", Assert.Throws<CoexException>(
            () => CredentialText.Decode("Nightly", Encoding.Latin1.GetBytes("Admin\npäss"))).ErrorId);

    [Fact]
    public void A_service_of_systemd_reads_its_credential_from_a_folder()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has another store.");
        Environment.SetEnvironmentVariable(StoredCredential.FolderVariable, _folder);
        Assert.Equal("CredentialNotFound", Failure("Nightly"));

        File.WriteAllText(Path.Combine(_folder, "Nightly"), $"{User}\n{Password}");
        NetworkCredential read = StoredCredential.Read("Nightly");
        Assert.Equal((User, Password), (read.UserName, read.Password));

        File.WriteAllText(Path.Combine(_folder, "Nightly"), new string('x', 1 << 17));
        Assert.Equal("CredentialInvalid", Failure("Nightly"));
        System.IO.Directory.CreateDirectory(Path.Combine(_folder, "Folder"));
        Assert.Equal("CredentialStoreUnavailable", Failure("Folder"));
        Environment.SetEnvironmentVariable(StoredCredential.FolderVariable, null);
        Assert.Equal("CredentialStoreUnavailable", Failure("Nightly"));
    }

    [WindowsTheory]
    [InlineData(User, Password)]
    [InlineData("Admin", "x")]
    public void Windows_stores_a_credential_for_the_current_user(string user, string password)
    {
        string name = $"Test-{Guid.NewGuid():N}";
        var store = new WindowsCredentialStore();
        Assert.False(store.Contains(name));
        Assert.Equal("CredentialNotFound", Failure(name));
        Action undo = store.Write(name, new NetworkCredential("Other", "other"));
        Action undoSecond = store.Write(name, new NetworkCredential(user, password));
        NetworkCredential read = StoredCredential.Read(name);
        Assert.Equal((user, password), (read.UserName, read.Password));
        undoSecond();
        Assert.Equal("other", store.Read(name)!.Password);
        undo();
        Assert.False(store.Contains(name));
        store.Remove(name); // It is not an error that there is none.
        Assert.Equal("CredentialInvalid", Assert.Throws<CoexException>(
            () => store.Write(name, new NetworkCredential(user, new string('x', 1281)))).ErrorId);
        Assert.Null(store.Read(name));
    }

    private static string Failure(string name) =>
        Assert.Throws<CoexException>(() => StoredCredential.Read(name)).ErrorId;
}
