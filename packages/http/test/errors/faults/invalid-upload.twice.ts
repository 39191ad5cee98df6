import { Controller, createApp, Module, Post, Upload, UploadedFile } from '@tenon/http';

@Controller('/photos')
class PhotoController {
  @Post()
  add(@UploadedFile('photo') front: Upload, @UploadedFile('photo') back: Upload) {
    return { size: front.size + back.size };
  }
}

@Module({ controllers: [PhotoController] })
class AppModule {}

export const provoke = () => createApp(AppModule, { logger: false });
