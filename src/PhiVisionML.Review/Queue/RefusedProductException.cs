namespace PhiVisionML.Review.Queue;

/// <summary>A product cannot be queued.</summary>
/// <param name="message">A sentence with the remedy.</param>
internal sealed class RefusedProductException(string message) : Exception(message);
