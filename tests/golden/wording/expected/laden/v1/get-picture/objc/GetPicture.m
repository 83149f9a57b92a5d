// clang -fobjc-arc -framework Foundation GetPicture.m && LADEN_KEY=<Ihren Schlüssel> ./a.out
#import <Foundation/Foundation.h>
#import <err.h>

int main(void) {
  NSCharacterSet *plain = NSCharacterSet.alphanumericCharacterSet;
  NSString *key = NSProcessInfo.processInfo.environment[@"LADEN_KEY"];
  if (key.length == 0) errx(1, "Setzen Sie LADEN_KEY auf \"Ihren Schlüssel\" \\ für C:\\Läden (100 %%, $y `z` 'q').");
  NSString *url = [NSString stringWithFormat:@"https://example.com/picture?key=%@", [key stringByAddingPercentEncodingWithAllowedCharacters:plain]];
  NSMutableURLRequest *request = [NSMutableURLRequest requestWithURL:[NSURL URLWithString:url]];
  request.HTTPMethod = @"GET";
  request.timeoutInterval = 30;
  [request setValue:@"image/png" forHTTPHeaderField:@"Accept"];
  [[NSURLSession.sharedSession
      dataTaskWithRequest:request
        completionHandler:^(NSData *data, NSURLResponse *response, NSError *error) {
          if (error) errx(1, "%s", error.localizedDescription.UTF8String);
          long status = ((NSHTTPURLResponse *)response).statusCode;
          if (status >= 300)
            errx(1, "HTTP %ld: %.*s", status, (int)data.length, (char *)data.bytes);
          if (![data writeToFile:@"bild.png" atomically:YES]) err(1, "%s", "bild.png");
          puts("Gespeichert als \"bild.png\" \\ …");
          exit(0);
        }] resume];
  dispatch_main();
}
